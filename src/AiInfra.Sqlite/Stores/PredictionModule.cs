using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>The prediction log.</summary>
internal sealed class PredictionModule : IStoreModule
{
    public string Name => "predictions";

    public IReadOnlyList<SchemaScript> Scripts(string dialect) => PackagedScripts.Of(Name);

    public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [new PredictionLog((SqliteDatabase)database)];
}
