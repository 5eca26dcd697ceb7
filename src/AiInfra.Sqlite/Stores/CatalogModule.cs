using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Runs, datasets, models, deployments, lineage and events.</summary>
internal sealed class CatalogModule : IStoreModule
{
    public const string ModuleName = SchemaVersions.First;

    public string Name => ModuleName;

    public IReadOnlyList<SchemaScript> Scripts(string dialect) => PackagedScripts.Of(Name);

    public IReadOnlyList<object> CreateStores(IStoreDatabase database)
    {
        var sqlite = (SqliteDatabase)database;
        return [new RunStore(sqlite), new ExperimentStore(sqlite), new RegisteredModelStore(sqlite), new DatasetStore(sqlite), new ModelRegistry(sqlite), new DeploymentStore(sqlite), new LineageStore(sqlite), new EventStore(sqlite), new CatalogRoots(sqlite), new AbsentModules(sqlite)];
    }
}
