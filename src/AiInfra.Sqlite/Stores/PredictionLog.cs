using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class PredictionLog(SqliteDatabase database) : IPredictionLog
{
    private const int PageRows = 512;
    private const string Columns = """
        p.number, p.id, p.deployment, p.model, p.version, p.role, p.at, p.latency, p.input_schema, p.inputs, p.output_schema, p.outputs, p.trace_id, p.sticky_key,
        p.of_id, p.body, p.content, p.failure_kind, p.failure, f.label, f.at, f.source,
        (SELECT score FROM feedback WHERE prediction_id IN (p.id, p.of_id) AND score IS NOT NULL ORDER BY at DESC, number DESC LIMIT 1)
        """;

    // The newest feedback with a label: latest time, then last added; where none has one, the newest. A label of the answer that a shadow shadows is the shadow's too.
    private const string Source = """
        predictions p LEFT JOIN feedback f ON f.number =
        (SELECT number FROM feedback WHERE prediction_id IN (p.id, p.of_id) ORDER BY label = 'null', at DESC, number DESC LIMIT 1)
        """;

    private const string Insert = """
        INSERT OR IGNORE INTO predictions (id, deployment, model, version, role, at, latency, input_schema, inputs, output_schema, outputs, trace_id, sticky_key, of_id, body, content, failure_kind, failure)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    // The same feedback again is one; of several scores at one moment the last counts.
    private const string InsertFeedback = """
        INSERT INTO feedback (prediction_id, at, label, source, score) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (prediction_id, at, source, label) DO UPDATE SET score = excluded.score WHERE excluded.score IS NOT NULL
        """;

    private readonly ConcurrentDictionary<string, long> _schemaIds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, RowSchema> _schemas = new();

    public Task AddAsync(IReadOnlyList<Signal> signals, IReadOnlyList<Feedback> feedback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(feedback);
        return database.WriteAsync(
            s =>
            {
                var schemas = new BatchSchemas();
                foreach (Signal signal in signals)
                {
                    Add(s, signal, schemas);
                }

                foreach (Feedback f in feedback)
                {
                    s.Run(InsertFeedback, f.PredictionId, f.At.UtcTicks, RowJson.Single(f.Label), f.Source, f.Score);
                }
            },
            cancellationToken);
    }

    public async IAsyncEnumerable<LoggedSignal> ReadAsync(PredictionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Newest is { } newest)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(newest, nameof(query));
        }

        object?[] filter = [query.Deployment, query.Version, (int?)query.Role, query.From?.UtcTicks, query.Before?.UtcTicks, query.Labelled is { } l ? (l ? 1 : 0) : null, (int?)query.Body];
        string where = Where(query);
        (long after, long last) = await database.ReadAsync(s => Bounds(s, where, filter, query.Newest), cancellationToken).ConfigureAwait(false);

        // In pages, each its own short read, so that a slow reader holds nothing up. What is added meanwhile is not part of it.
        while (true)
        {
            long from = after;
            List<(long Number, LoggedSignal Signal)> page = await database.ReadAsync(
                s => s.All(PageSql(where), r => Read(s, r), [.. filter, from, last, PageRows]),
                cancellationToken).ConfigureAwait(false);
            foreach ((long number, LoggedSignal signal) in page)
            {
                after = number;
                yield return signal;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }
        }
    }

    public Task<LoggedSignal?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return database.ReadAsync(s => s.First($"SELECT {Columns} FROM {Source} WHERE p.id = $1", r => Read(s, r), id).Item2, cancellationToken)!;
    }

    public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pruning);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pruning.Take, nameof(pruning));
        return pruning.DryRun ? database.ReadAsync(s => Prunable(s, pruning), cancellationToken) : database.WriteAsync(s => Prune(s, pruning), cancellationToken);
    }

    /// <summary>One page of a read, its filter given.</summary>
    internal static string PageSql(string where) => $"SELECT {Columns} FROM {Source} WHERE {where} AND p.number > $8 AND p.number <= $9 ORDER BY p.number LIMIT $10";

    /// <summary>Only the conditions that are set, so that an index serves them. Times only narrow the numbers looked at (the plus keeps their index out of a page, where it would cost a sort).</summary>
    internal static string Where(PredictionQuery q) => string.Join(" AND ", new[]
    {
        "1",
        q.Deployment is null ? null : "p.deployment = $1",
        q.Version is null ? null : "p.version = $2",
        q.Role is null ? null : "p.role = $3",
        q.From is null ? null : "+p.at >= $4",
        q.Before is null ? null : "+p.at < $5",
        q.Labelled is null ? null : "$6 = EXISTS (SELECT 1 FROM feedback WHERE prediction_id IN (p.id, p.of_id) AND label <> 'null')",
        q.Body is null ? null : "p.body = $7",
    }.OfType<string>());

    // A row's texts, its feedback, and what the indexes keep of it.
    private const string RowBytes = "length(CAST(inputs AS BLOB)) + length(CAST(outputs AS BLOB)) + coalesce(length(CAST(content AS BLOB)), 0) + 3 * length(id) + 120";

    // The oldest that go, in two steps that each an index serves: beyond the number, then before the time.
    private const string Going = "SELECT number FROM predictions WHERE number <= $1 UNION SELECT number FROM predictions WHERE at < $2";
    private const string GoingNow = "SELECT number FROM (SELECT number FROM predictions WHERE number <= $1 ORDER BY number LIMIT $3) UNION SELECT number FROM (SELECT number FROM predictions WHERE at < $2 ORDER BY at LIMIT $3) LIMIT $3";
    private const string Orphans = "SELECT number FROM feedback WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM predictions p WHERE p.id = prediction_id) AND NOT EXISTS (SELECT 1 FROM predictions p WHERE p.of_id = prediction_id)";

    // What nothing in the log needs any more: neither the answer is left nor one that shadows it.
    private const string ForgetFeedback = "DELETE FROM feedback WHERE prediction_id = $1 AND NOT EXISTS (SELECT 1 FROM predictions WHERE id = $1) AND NOT EXISTS (SELECT 1 FROM predictions WHERE of_id = $1)";

    private static Pruned Prunable(SqliteSession s, Pruning p)
    {
        (long last, long? before) = (Tail.Last(s, "predictions", "number", RowBytes, p), p.Before?.UtcTicks);
        long rows = s.Number($"SELECT count(*) FROM ({Going})", last, before) ?? 0;
        return new Pruned(rows + (s.Number($"SELECT count(*) FROM ({Orphans})", before) ?? 0), (long)(rows * Tail.RowBytes(s, "predictions", "number", RowBytes)));
    }

    private static Pruned Prune(SqliteSession s, Pruning p)
    {
        (long last, long? before) = (Tail.Last(s, "predictions", "number", RowBytes, p), p.Before?.UtcTicks);
        List<(long Number, string Id, string? Of, long Bytes)> going = s.All($"SELECT number, id, of_id, {RowBytes} FROM predictions WHERE number IN ({GoingNow})", r => (r.GetInt64(0), r.GetString(1), r.TextOrNull(2), r.GetInt64(3)), last, before, p.Take);
        foreach ((long number, string id, string? of, _) in going)
        {
            s.Run("DELETE FROM predictions WHERE number = $1", number);
            s.Run(ForgetFeedback, id);
            if (of is not null)
            {
                s.Run(ForgetFeedback, of);
            }
        }

        // Feedback on what was never logged has no other end than its age.
        int orphans = going.Count < p.Take ? s.Run($"DELETE FROM feedback WHERE number IN ({Orphans} LIMIT $2)", before, p.Take) : 0;
        return new Pruned(going.Count + orphans, going.Sum(g => g.Bytes));
    }

    private static (long After, long Last) Bounds(SqliteSession s, string where, object?[] filter, int? newest)
    {
        long last = s.Number(filter[4] is null ? "SELECT max(number) FROM predictions" : "SELECT max(number) FROM predictions WHERE at < $1", filter[4]) ?? 0;
        long? first = newest is not null
            ? s.Number($"SELECT min(number) FROM (SELECT p.number FROM predictions p WHERE {where} ORDER BY p.number DESC LIMIT $8)", [.. filter, newest])
            : filter[3] is null ? 1 : s.Number("SELECT min(number) FROM predictions WHERE at >= $1", filter[3]);
        return ((first ?? (last + 1)) - 1, last);
    }

    private void Add(SqliteSession s, Signal signal, BatchSchemas schemas)
    {
        var row = signal as RowPrediction;
        s.Run(
            Insert,
            signal.Id, signal.Deployment, signal.Model, signal.Version, (int)signal.Role, signal.At.UtcTicks, signal.Latency.Ticks,
            row is null ? 0 : SchemaId(s, row.Inputs.Schema, schemas), row is null ? "" : RowJson.Values(row.Inputs), row is null ? 0 : SchemaId(s, row.Outputs.Schema, schemas), row is null ? "" : RowJson.Values(row.Outputs),
            signal.TraceId, signal.Key, signal.Of, (int)signal.Body, SignalContent.Write(signal), signal.Failure?.Kind, signal.Failure?.Message);
    }

    private (long Number, LoggedSignal Signal) Read(SqliteSession s, SqliteDataReader r)
    {
        SignalContent? content = SignalContent.Read(r.TextOrNull(16));
        Signal signal = Body(s, r, content) with
        {
            Role = (PredictionRole)r.GetInt32(5),
            Latency = TimeSpan.FromTicks(r.GetInt64(7)),
            TraceId = r.TextOrNull(12),
            Key = r.TextOrNull(13),
            Of = r.TextOrNull(14),
            Usage = content?.Usage,
            Failure = r.IsDBNull(17) ? null : new RequestFailure(r.GetString(17), r.GetString(18)),
        };
        Feedback? feedback = r.IsDBNull(19) ? null : new Feedback(signal.Id, RowJson.Single(r.GetString(19)), r.Time(20), r.GetString(21)) { Score = r.IsDBNull(22) ? null : r.GetDouble(22) };
        return (r.GetInt64(0), new LoggedSignal(signal, feedback));
    }

    private Signal Body(SqliteSession s, SqliteDataReader r, SignalContent? content)
    {
        (string id, string deployment, string model, int version, DateTimeOffset at) = (r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt32(4), r.Time(6));
        return (SignalBody)r.GetInt32(15) switch
        {
            SignalBody.Row => new RowPrediction
            {
                Id = id,
                Deployment = deployment,
                Model = model,
                Version = version,
                At = at,
                Inputs = RowJson.Row(Schema(s, r.GetInt64(8)), r.GetString(9)),
                Outputs = RowJson.Row(Schema(s, r.GetInt64(10)), r.GetString(11)),
            },
            SignalBody.Tensors => new TensorPrediction { Id = id, Deployment = deployment, Model = model, Version = version, At = at, Inputs = content?.TensorsIn ?? [], Outputs = content?.TensorsOut ?? [] },
            SignalBody.Completion => new Completion { Id = id, Deployment = deployment, Model = model, Version = version, At = at, Inputs = content?.MessagesIn ?? [], Outputs = content?.MessagesOut ?? [], FinishReason = content?.FinishReason },
            _ => new FailedRequest { Id = id, Deployment = deployment, Model = model, Version = version, At = at },
        };
    }

    private RowSchema Schema(SqliteSession s, long id) => _schemas.GetOrAdd(
        id,
        static (key, session) => RowJson.Schema(session.Text("SELECT columns FROM row_schemas WHERE id = $1", key)!),
        s);

    // Only what an earlier transaction wrote is cached for good: what this one writes may be rolled back.
    private long SchemaId(SqliteSession s, RowSchema schema, BatchSchemas batch)
    {
        if (batch.Ids.TryGetValue(schema, out long id))
        {
            return id;
        }

        string columns = RowJson.Columns(schema);
        if (!_schemaIds.TryGetValue(columns, out id) && !batch.New.TryGetValue(columns, out id))
        {
            long? there = s.Number("SELECT id FROM row_schemas WHERE columns = $1", columns);
            if (there is { } known)
            {
                id = _schemaIds[columns] = known;
            }
            else
            {
                s.Run("INSERT INTO row_schemas (columns) VALUES ($1)", columns);
                id = batch.New[columns] = s.Number("SELECT id FROM row_schemas WHERE columns = $1", columns)!.Value;
            }
        }

        return batch.Ids[schema] = id;
    }

    /// <summary>The columns of one batch: by instance, as rows of one model share it, and those new to the store.</summary>
    private sealed class BatchSchemas
    {
        public Dictionary<RowSchema, long> Ids { get; } = new(ReferenceEqualityComparer.Instance);

        public Dictionary<string, long> New { get; } = new(StringComparer.Ordinal);
    }
}
