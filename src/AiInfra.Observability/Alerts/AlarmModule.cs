using AiInfra.Core.Storage;

namespace AiInfra.Observability.Alerts;

/// <summary>The table of alarms in the host's store: which are on, and when they went on and off. <c>AddMonitoring</c> registers it; <see cref="AlarmStore"/> reads it.</summary>
public sealed class AlarmModule : IStoreModule
{
    private const string Rest = """
        deployment TEXT NOT NULL, kind TEXT NOT NULL, state INTEGER NOT NULL, version INTEGER NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, message TEXT NOT NULL);
        CREATE INDEX alarms_by_kind ON alarms (deployment, kind, number);
        """;

    /// <inheritdoc />
    public string Name => AlarmStore.StoreName;

    /// <inheritdoc />
    public IReadOnlyList<SchemaScript> Scripts(string dialect) => dialect switch
    {
        StoreDialect.Sqlite => [new(1, $"CREATE TABLE alarms (number INTEGER PRIMARY KEY AUTOINCREMENT, {Rest}")],
        StoreDialect.Postgres => [new(1, $"CREATE TABLE alarms (number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {Rest}")],
        _ => [],
    };

    /// <inheritdoc />
    public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [new AlarmStore(database)];
}
