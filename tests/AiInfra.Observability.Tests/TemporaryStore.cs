using AiInfra.Sqlite;

namespace AiInfra.Observability.Tests;

/// <summary>A store in a folder that goes with the test.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-observability-").FullName;

    public TemporaryStore() => Store = AiInfraStore.Open(_folder);

    public AiInfraStore Store { get; }

    public string Folder => _folder;

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
