using System.Runtime.InteropServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Records;

namespace AiInfra.Data.Ingestion;

/// <summary>Where a step of a run tells what became of rows. Every row has one outcome: it is written, put aside, or dropped under a name. What a step does to rows that go on is a change, which is counted beside the outcomes.</summary>
public sealed class IngestionStepContext
{
    private readonly Dictionary<string, Dictionary<string, long>> _dropped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _changes = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> _rejected = [];
    private readonly List<IngestionNote> _notes = [];
    private readonly List<Func<ExpectationResult>> _expectations = [];

    /// <summary>Creates a context: what a run does, and a test of a step.</summary>
    /// <param name="source">The source's name.</param>
    public IngestionStepContext(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
    }

    /// <summary>The source's name.</summary>
    public string Source { get; }

    /// <summary>The clock.</summary>
    /// <value><see cref="TimeProvider.System"/> outside of a run.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether the run reads only what is new since the last one (<see cref="IngestionBuilder{T}.Continue"/>): a step that remembers rows does not know those of earlier runs.</summary>
    public bool Continues { get; init; }

    /// <summary>Rows put aside and not yet taken by the run.</summary>
    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>Rows dropped, by outcome and then by what dropped them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Dropped => _dropped.ToDictionary(d => d.Key, IReadOnlyDictionary<string, long> (d) => d.Value, StringComparer.Ordinal);

    /// <summary>Rows changed on the way, by the change's name.</summary>
    public IReadOnlyDictionary<string, long> Changes => _changes;

    /// <summary>Notes not yet taken by the run.</summary>
    public IReadOnlyList<IngestionNote> Notes => _notes;

    internal long Told { get; private set; }

    internal IReadOnlyList<Func<ExpectationResult>> Expectations => _expectations;

    /// <summary>Puts a row aside.</summary>
    public void Reject(RejectedRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _rejected.Add(row);
        Told++;
    }

    /// <summary>Puts a row of a batch aside, with its line and content.</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="row">Which row of it, from 0.</param>
    /// <param name="reason">A short, stable word.</param>
    /// <param name="detail">What was expected and what was found.</param>
    /// <param name="column">The column at fault; null for the row as a whole.</param>
    public void Reject(RowBatch rows, int row, string reason, string detail, string? column = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Reject(new RejectedRow(Source, rows.Lines?[row] ?? 0, column, reason, detail, RowText.Of(rows, row)));
    }

    /// <summary>Says that rows were left out on purpose.</summary>
    /// <param name="outcome">What became of them: <see cref="RowOutcome.Filtered"/>, <see cref="RowOutcome.Duplicate"/> or a name of your own, in small letters, digits and hyphens.</param>
    /// <param name="rows">How many.</param>
    /// <param name="by">What decided, where that is more than the outcome says: the filter's name; null for nothing.</param>
    /// <exception cref="ArgumentException">The name is no such name, or one that only the run gives (written, quarantined).</exception>
    public void Drop(string outcome, long rows, string? by = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outcome);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (outcome is RowOutcome.Written or RowOutcome.Quarantined || outcome.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            throw new ArgumentException($"'{outcome}' cannot be the outcome of dropped rows. A name in small letters, digits and hyphens is expected, for example \"near-duplicate\"; written is what reaches the commit, and Reject quarantines.", nameof(outcome));
        }

        if (rows > 0)
        {
            ref Dictionary<string, long>? counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_dropped, outcome, out _);
            counts ??= new Dictionary<string, long>(StringComparer.Ordinal);
            counts[by ?? ""] = counts.GetValueOrDefault(by ?? "") + rows;
            Told += rows;
        }
    }

    /// <summary>Says that rows which go on were changed in a way that somebody would want to know of: "redacted".</summary>
    /// <param name="name">What was done to them.</param>
    /// <param name="rows">How many.</param>
    public void Change(string name, long rows)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (rows > 0)
        {
            _changes[name] = _changes.GetValueOrDefault(name) + rows;
        }
    }

    /// <summary>Tells something for the report; the counts of equal notes add up.</summary>
    public void Note(IngestionNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        _notes.Add(note);
    }

    /// <summary>Adds a check to the report, asked for when the rows are through; a run in which one does not hold (<see cref="ExpectationResult.Holds"/>) fails.</summary>
    public void Expect(Func<ExpectationResult> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _expectations.Add(result);
    }

    internal IReadOnlyList<RejectedRow> TakeRejected() => Take(_rejected);

    internal IReadOnlyList<IngestionNote> TakeNotes() => Take(_notes);

    private static T[] Take<T>(List<T> from)
    {
        T[] taken = [.. from];
        from.Clear();
        return taken;
    }
}
