using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Studies and their trials.</summary>
internal sealed class StudyModule : IStoreModule
{
    public string Name => "studies";

    public IReadOnlyList<SchemaScript> Scripts(string dialect) => PackagedScripts.Of(Name);

    public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [new StudyStore((SqliteDatabase)database)];
}
