using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Pipelines;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class PipelineLedger(SqliteDatabase database) : IPipelineLedger, IPrunable, IArtifactRoots
{
    public const string ModuleName = "pipelines";

    private const int MostResultBytes = 4 << 20;
    private const string Columns = "pipeline, step, partition, version, parameters, inputs, state, attempts, token, owner, leased_until, changed_at, duration, result, result_digest, error";
    private const string IsNewest = "memo = $1 AND token = $2 AND state = 0";

    // Nobody holds it and it is old. Done, it stays while another step of its partition is unfinished and not as old, or held: a resume takes it.
    private const string Old = """
        s.changed_at < $1 AND (s.state <> 0 OR s.leased_until <= $2) AND NOT (s.state = 1 AND EXISTS (
        SELECT 1 FROM pipeline_steps o WHERE o.pipeline = s.pipeline AND o.partition = s.partition AND o.step <> s.step AND o.state <> 1 AND (o.changed_at >= $1 OR (o.state = 0 AND o.leased_until > $2))))
        """;

    public string Name => ModuleName;

    public Task<StepRecord?> FindAsync(string memo, CancellationToken cancellationToken = default) => database.ReadAsync(s => Find(s, memo), cancellationToken);

    public Task<StepRecord?> LastDoneAsync(string pipeline, string step, string partition, CancellationToken cancellationToken = default) => database.ReadAsync(
        s => s.First(
            $"SELECT {Columns} FROM pipeline_steps WHERE pipeline = $1 AND step = $2 AND partition = $3 AND state = $4 ORDER BY changed_at DESC, number DESC LIMIT 1",
            Read, pipeline, step, partition, (int)StepRecordState.Done),
        cancellationToken);

    public Task<StepClaim> ClaimAsync(StepIdentity step, string owner, TimeSpan duration, long? takeOver = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        return database.WriteAsync(s => Claim(s, step, owner, duration, takeOver), cancellationToken);
    }

    public Task<bool> RenewAsync(StepLease lease, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return database.WriteAsync(s => s.Run($"UPDATE pipeline_steps SET leased_until = $3 WHERE {IsNewest}", lease.Memo, lease.Token, (Now + duration).UtcTicks) == 1, cancellationToken);
    }

    public Task CompleteAsync(StepLease lease, string resultJson, TimeSpan took, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(resultJson);
        byte[] bytes = Encoding.UTF8.GetBytes(resultJson);
        if (bytes.Length > MostResultBytes)
        {
            throw new ArgumentException($"The result of the step has {bytes.Length} bytes of JSON; {MostResultBytes} are allowed. Put the content into the artifact store and return its digest.", nameof(resultJson));
        }

        return database.WriteAsync(
            s =>
            {
                int changed = s.Run(
                    $"UPDATE pipeline_steps SET state = $3, result = $4, result_digest = $5, error = NULL, changed_at = $6, duration = $7, leased_until = 0 WHERE {IsNewest}",
                    lease.Memo, lease.Token, (int)StepRecordState.Done, resultJson, ArtifactDigest.Of(bytes).Hex, Now.UtcTicks, took.Ticks);
                if (changed == 0)
                {
                    throw new StaleLeaseException(lease);
                }

                s.Run("DELETE FROM pipeline_artifacts WHERE step = (SELECT number FROM pipeline_steps WHERE memo = $1)", lease.Memo);
                foreach (ArtifactDigest digest in ArtifactReferences.In(resultJson))
                {
                    s.Run("INSERT INTO pipeline_artifacts (step, digest) SELECT number, $2 FROM pipeline_steps WHERE memo = $1", lease.Memo, digest.Hex);
                }
            },
            cancellationToken);
    }

    public Task FailAsync(StepLease lease, string error, TimeSpan took, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return database.WriteAsync(
            s => s.Run(
                $"UPDATE pipeline_steps SET state = $3, error = $4, changed_at = $5, duration = $6, leased_until = 0 WHERE {IsNewest}",
                lease.Memo, lease.Token, (int)StepRecordState.Failed, error, Now.UtcTicks, took.Ticks),
            cancellationToken);
    }

    public Task ReleaseAsync(StepLease lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return database.WriteAsync(
            s => s.Run($"UPDATE pipeline_steps SET state = $3, changed_at = $4, leased_until = 0 WHERE {IsNewest}", lease.Memo, lease.Token, (int)StepRecordState.Open, Now.UtcTicks),
            cancellationToken);
    }

    public Task<bool> ForgetAsync(string memo, CancellationToken cancellationToken = default) => database.WriteAsync(
        s =>
        {
            s.Run("DELETE FROM pipeline_artifacts WHERE step = (SELECT number FROM pipeline_steps WHERE memo = $1 AND state = $2)", memo, (int)StepRecordState.Done);
            return s.Run(
                "UPDATE pipeline_steps SET state = $3, result = NULL, result_digest = NULL, changed_at = $4 WHERE memo = $1 AND state = $2",
                memo, (int)StepRecordState.Done, (int)StepRecordState.Open, Now.UtcTicks) == 1;
        },
        cancellationToken);

    public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pruning);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pruning.Take, nameof(pruning));
        if (pruning.Rows is not null || pruning.Bytes is not null)
        {
            throw new ArgumentException("Steps of pipelines go by age only; leave Rows and Bytes out and set Before.", nameof(pruning));
        }

        return pruning.DryRun
            ? database.ReadAsync(s => new Pruned(s.Number($"SELECT count(*) FROM pipeline_steps s WHERE {Old}", pruning.Before?.UtcTicks, Now.UtcTicks) ?? 0, 0), cancellationToken)
            : database.WriteAsync(s => Prune(s, pruning), cancellationToken);
    }

    public async IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ArtifactDigest digest in await database.ReadAsync(s => s.All("SELECT DISTINCT digest FROM pipeline_artifacts", r => r.Digest(0)), cancellationToken).ConfigureAwait(false))
        {
            yield return digest;
        }
    }

    public Task<IReadOnlyList<StepRecord>> ListAsync(string pipeline, int take = 100, CancellationToken cancellationToken = default) => database.ReadAsync<IReadOnlyList<StepRecord>>(
        s => s.All($"SELECT {Columns} FROM pipeline_steps WHERE pipeline = $1 ORDER BY changed_at DESC, number DESC LIMIT $2", Read, pipeline, take),
        cancellationToken);

    private DateTimeOffset Now => database.Time.GetUtcNow();

    private Pruned Prune(SqliteSession s, Pruning p)
    {
        List<long> going = s.All($"SELECT s.number FROM pipeline_steps s WHERE {Old} ORDER BY s.number LIMIT $3", r => r.GetInt64(0), p.Before?.UtcTicks, Now.UtcTicks, p.Take);
        foreach (long number in going)
        {
            s.Run("DELETE FROM pipeline_artifacts WHERE step = $1", number);
            s.Run("DELETE FROM pipeline_steps WHERE number = $1", number);
        }

        return new Pruned(going.Count, 0);
    }

    private static StepRecord? Find(SqliteSession s, string memo) => s.First($"SELECT {Columns} FROM pipeline_steps WHERE memo = $1", Read, memo);

    private static StepRecord Read(SqliteDataReader r) => new()
    {
        Identity = new StepIdentity
        {
            Pipeline = r.GetString(0),
            Step = r.GetString(1),
            Partition = r.GetString(2),
            Version = r.GetString(3),
            Parameters = JsonSerializer.Deserialize(r.GetString(4), StoreJson.Default.DictionaryStringString)!,
            Inputs = JsonSerializer.Deserialize(r.GetString(5), StoreJson.Default.DictionaryStringString)!,
        },
        State = (StepRecordState)r.GetInt32(6),
        Attempts = r.GetInt32(7),
        Token = r.GetInt64(8),
        Owner = r.TextOrNull(9),
        LeasedUntil = r.Time(10),
        ChangedAt = r.Time(11),
        Duration = TimeSpan.FromTicks(r.GetInt64(12)),
        Result = r.TextOrNull(13),
        ResultDigest = r.TextOrNull(14),
        Error = r.TextOrNull(15),
    };

    private StepClaim Claim(SqliteSession s, StepIdentity id, string owner, TimeSpan duration, long? takeOver)
    {
        StepRecord? there = Find(s, id.Memo);
        bool held = there is { State: StepRecordState.Leased } && there.LeasedUntil > Now && there.Token != takeOver;
        if (there is not null && (held || there.State == StepRecordState.Done))
        {
            return new StepClaim(there, null);
        }

        if (there is null)
        {
            s.Run(
                "INSERT INTO pipeline_steps (memo, pipeline, step, partition, version, parameters, inputs, state, attempts, token, leased_until, changed_at, duration) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, 0)",
                id.Memo, id.Pipeline, id.Step, id.Partition, id.Version,
                JsonSerializer.Serialize(id.Parameters.ToDictionary(), StoreJson.Default.DictionaryStringString),
                JsonSerializer.Serialize(id.Inputs.ToDictionary(), StoreJson.Default.DictionaryStringString));
        }

        s.Run(
            "UPDATE pipeline_steps SET state = $2, attempts = attempts + 1, token = token + 1, owner = $3, leased_until = $4, changed_at = $5 WHERE memo = $1",
            id.Memo, (int)StepRecordState.Leased, owner, (Now + duration).UtcTicks, Now.UtcTicks);
        StepRecord taken = Find(s, id.Memo)!;
        return new StepClaim(taken, new StepLease(id.Memo, owner, taken.Token));
    }
}
