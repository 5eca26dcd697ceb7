using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite;

namespace AiInfra.Support.Stores;

/// <summary>A real store in a folder that goes with the test. It does not wait for the disk: no test cuts the power.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public TemporaryStore(TimeProvider? time = null) => Store = AiInfraStore.Open(Files, time, new() { SurvivesPowerCut = false });

    /// <summary>Its folder, in which a test may lay files of its own.</summary>
    public TemporaryFolder Files { get; } = new();

    public AiInfraStore Store { get; }

    public ICatalog Catalog => Store.Catalog;

    public IArtifactStore Artifacts => Store.Artifacts;

    public void Dispose()
    {
        Store.Dispose();
        Files.Dispose();
    }
}
