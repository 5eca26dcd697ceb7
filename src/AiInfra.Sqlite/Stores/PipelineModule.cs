using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>The pipeline ledger.</summary>
internal sealed class PipelineModule : IStoreModule
{
    public string Name => PipelineLedger.ModuleName;

    public IReadOnlyList<SchemaScript> Scripts(string dialect) => PackagedScripts.Of(Name);

    public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [new PipelineLedger((SqliteDatabase)database)];
}
