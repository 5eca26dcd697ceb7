using System.Data.Common;
using AiInfra.Core.Storage;

namespace AiInfra.Observability.Alerts;

/// <summary>Alarms in the host's store, by <c>catalog.GetStore&lt;AlarmStore&gt;()</c>: they outlive the process. <c>RetentionOptions.Modules["alarms"]</c> says how much of their history is kept; the last change of every alarm always is.</summary>
public sealed class AlarmStore : IPrunable
{
    internal const string StoreName = "alarms";
    private const string Columns = "deployment, kind, state, version, position, at, message";

    // The last change of each alarm stays: it says whether the alarm is on.
    private const string Going = "(number <= $1 OR at < $2) AND number NOT IN (SELECT max(number) FROM alarms GROUP BY deployment, kind)";
    private readonly IStoreDatabase _database;

    internal AlarmStore(IStoreDatabase database) => _database = database;

    /// <inheritdoc />
    public string Name => StoreName;

    /// <summary>Adds changes of alarms, in one transaction.</summary>
    public Task AddAsync(IReadOnlyList<Alarm> alarms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        return _database.WriteAsync(
            s =>
            {
                foreach (Alarm a in alarms)
                {
                    s.Execute($"INSERT INTO alarms ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)", a.Deployment, a.Kind, (int)a.State, a.Version, a.Position, a.At.UtcTicks, a.Message);
                }
            },
            cancellationToken);
    }

    /// <summary>The alarms that are on, the newest first.</summary>
    /// <param name="deployment">Of this deployment; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<Alarm>> RaisedAsync(string? deployment = null, CancellationToken cancellationToken = default) => _database.ReadAsync(
        s => s.Query(
            $"SELECT {Columns} FROM alarms WHERE number IN (SELECT max(number) FROM alarms {(deployment is null ? "" : "WHERE deployment = $2 ")}GROUP BY deployment, kind) AND state = $1 ORDER BY number DESC",
            Read,
            deployment is null ? [(int)AlarmState.Raised] : [(int)AlarmState.Raised, deployment]),
        cancellationToken);

    /// <summary>Changes of alarms, the newest first.</summary>
    /// <param name="deployment">Of this deployment.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<Alarm>> HistoryAsync(string deployment, int take = 100, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deployment);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        return _database.ReadAsync(s => s.Query($"SELECT {Columns} FROM alarms WHERE deployment = $1 ORDER BY number DESC LIMIT $2", Read, deployment, take), cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException"><see cref="Pruning.Bytes"/> is set.</exception>
    public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pruning);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pruning.Take, nameof(pruning));
        if (pruning.Bytes is not null)
        {
            throw new ArgumentException("Alarms go by age and number only; leave Bytes out.", nameof(pruning));
        }

        return pruning.DryRun
            ? _database.ReadAsync(s => new Pruned(s.First($"SELECT count(*) FROM alarms WHERE {Going}", r => r.GetInt64(0), Beyond(s, pruning), pruning.Before?.UtcTicks), 0), cancellationToken)
            : _database.WriteAsync(
                s => new Pruned(s.Execute($"DELETE FROM alarms WHERE number IN (SELECT number FROM alarms WHERE {Going} ORDER BY number LIMIT $3)", Beyond(s, pruning), pruning.Before?.UtcTicks, pruning.Take), 0),
                cancellationToken);
    }

    private static long Beyond(IStoreSession s, Pruning p) => p.Rows is { } rows ? s.First("SELECT max(number) FROM alarms", r => r.LongOrNull(0) ?? 0) - rows : 0;

    private static Alarm Read(DbDataReader r) =>
        new(r.GetString(0), r.GetString(1), (AlarmState)r.GetInt32(2), r.GetInt32(3), r.GetInt64(4), r.Time(5), r.GetString(6));
}
