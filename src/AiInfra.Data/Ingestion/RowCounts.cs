namespace AiInfra.Data.Ingestion;

/// <summary>What became of the rows of a run so far. The producer counts; whoever tells of the progress reads copies.</summary>
internal sealed class RowCounts
{
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _coerced = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> _examples = [];
    private IReadOnlyList<IngestionStepContext> _steps = [];
    private IReadOnlyDictionary<string, long> _dropped = new Dictionary<string, long>();
    private long _read;
    private long _bytes;
    private long _rejected;
    private long _written;

    public long Read => Interlocked.Read(ref _read);

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Rows handed to the dataset.</summary>
    public long Written
    {
        get => Interlocked.Read(ref _written);
        set => Interlocked.Exchange(ref _written, value);
    }

    /// <summary>Rows handed to the dataset that it held already.</summary>
    public long Repeated { get; set; }

    public IReadOnlyDictionary<string, long> Coerced => _coerced;

    public IReadOnlyList<RejectedRow> Examples => _examples;

    public IReadOnlyDictionary<string, long> Changes => Sum(_steps.SelectMany(s => s.Changes));

    public ExpectationResult[] Expectations => [.. _steps.SelectMany(s => s.Expectations).Select(e => e())];

    public void Follow(IReadOnlyList<IngestionStepContext> steps) => _steps = steps;

    public void Add(SourceBatch batch)
    {
        Interlocked.Add(ref _read, batch.Rows.Count + batch.Rejected.Count);
        Interlocked.Exchange(ref _bytes, batch.BytesRead);
        foreach ((string column, long cells) in batch.Coerced)
        {
            _coerced[column] = _coerced.GetValueOrDefault(column) + cells;
        }
    }

    public void Add(RejectedRow row)
    {
        _reasons[row.Reason] = _reasons.GetValueOrDefault(row.Reason) + 1;
        Interlocked.Increment(ref _rejected);
        if (_examples.Count < 10)
        {
            _examples.Add(row);
        }
    }

    /// <summary>Takes the steps' counts over to where another thread may read them.</summary>
    public void Publish() => Volatile.Write(ref _dropped, Sum(_steps.SelectMany(s => s.Dropped).SelectMany(d => d.Value, (d, by) => KeyValuePair.Create(d.Key, by.Value))));

    /// <summary>Rows by outcome: those of every run first, then the steps' own by name.</summary>
    public IReadOnlyDictionary<string, long> Outcomes(long written)
    {
        IReadOnlyDictionary<string, long> dropped = Volatile.Read(ref _dropped);
        var outcomes = new Dictionary<string, long>(StringComparer.Ordinal)
        {
            [RowOutcome.Written] = written,
            [RowOutcome.Quarantined] = Rejected,
            [RowOutcome.Filtered] = dropped.GetValueOrDefault(RowOutcome.Filtered),
            [RowOutcome.Duplicate] = dropped.GetValueOrDefault(RowOutcome.Duplicate) + Repeated,
        };
        foreach ((string outcome, long rows) in dropped.Where(d => !outcomes.ContainsKey(d.Key)).OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            outcomes.Add(outcome, rows);
        }

        return outcomes;
    }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Details()
    {
        var details = new Dictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal);
        if (_reasons.Count > 0)
        {
            details.Add(RowOutcome.Quarantined, _reasons);
        }

        foreach (IGrouping<string, KeyValuePair<string, IReadOnlyDictionary<string, long>>> outcome in _steps.SelectMany(s => s.Dropped).GroupBy(d => d.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            IReadOnlyDictionary<string, long> by = Sum(outcome.SelectMany(d => d.Value).Where(b => b.Key.Length > 0));
            if (by.Count > 0)
            {
                details.Add(outcome.Key, by);
            }
        }

        return details;
    }

    public string Describe()
    {
        string dropped = string.Join(", ", Outcomes(0).Where(o => o.Key is not (RowOutcome.Written or RowOutcome.Quarantined)).Select(o => $"{o.Value:N0} {o.Key}"));
        string reasons = _reasons.Count == 0 ? "none was bad" : "by reason: " + string.Join(", ", _reasons.OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value:N0}"));
        string examples = _examples.Count == 0 ? "" : "; the first: " + string.Join(" | ", _examples.Take(3));
        return $"{Read:N0} read, {dropped}, {reasons}{examples}";
    }

    private static Dictionary<string, long> Sum(IEnumerable<KeyValuePair<string, long>> counts)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string name, long rows) in counts)
        {
            sums[name] = sums.GetValueOrDefault(name) + rows;
        }

        return sums;
    }
}
