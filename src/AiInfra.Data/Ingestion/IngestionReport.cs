using System.Globalization;
using System.Text;
using AiInfra.Core.Artifacts;

namespace AiInfra.Data.Ingestion;

/// <summary>What became of every row that was read. Every row has one outcome, and they add up: read = written + quarantined + filtered + duplicate + whatever other names the steps have.</summary>
public sealed record IngestionReport
{
    /// <summary>Name of the ingestion.</summary>
    public required string Name { get; init; }

    /// <summary>Where the rows came from.</summary>
    public required string Source { get; init; }

    /// <summary>The run in the catalog.</summary>
    public required string RunId { get; init; }

    /// <summary>Rows read, those that could not be read as rows included.</summary>
    public long Read { get; init; }

    /// <summary>Rows by what became of them: <see cref="RowOutcome"/>'s names and those of the steps.</summary>
    public IReadOnlyDictionary<string, long> Outcomes { get; init; } = new Dictionary<string, long>();

    /// <summary>Rows of an outcome by what decided, where somebody said so: of those put aside the reason, of those filtered the filter.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Details { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, long>>();

    /// <summary>Rows that steps changed on their way, by the change: "redacted". They are among the rows of the outcomes.</summary>
    public IReadOnlyDictionary<string, long> Changes { get; init; } = new Dictionary<string, long>();

    /// <summary>Rows written to the commit.</summary>
    public long Written => Of(RowOutcome.Written);

    /// <summary>Rows put aside.</summary>
    public long Quarantined => Of(RowOutcome.Quarantined);

    /// <summary>Rows left out by filters.</summary>
    public long Filtered => Of(RowOutcome.Filtered);

    /// <summary>Rows left out as repeats of earlier ones, those of a file that was appended before included.</summary>
    public long Duplicates => Of(RowOutcome.Duplicate);

    /// <summary>Rows put aside by reason.</summary>
    public IReadOnlyDictionary<string, long> Reasons => DetailsOf(RowOutcome.Quarantined);

    /// <summary>Rows left out by the filter's name.</summary>
    public IReadOnlyDictionary<string, long> FilteredBy => DetailsOf(RowOutcome.Filtered);

    /// <summary>Cells by column that did not fit their column's kind and became missing, because the source's options say so.</summary>
    public IReadOnlyDictionary<string, long> CoercedCells { get; init; } = new Dictionary<string, long>();

    /// <summary>What the source found out, passed over or changed on its own.</summary>
    public IReadOnlyList<IngestionNote> Notes { get; init; } = [];

    /// <summary>The first rows put aside, ten at most.</summary>
    public IReadOnlyList<RejectedRow> Examples { get; init; } = [];

    /// <summary>What came of every expectation.</summary>
    public IReadOnlyList<ExpectationResult> Expectations { get; init; } = [];

    /// <summary>The artifact with all rows put aside, one JSON object a line; null when there are none.</summary>
    public ArtifactDigest? Quarantine { get; init; }

    /// <summary>The commit; null when the run failed.</summary>
    public string? CommitId { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether every row read is accounted for.</summary>
    public bool Reconciles => Read == Outcomes.Values.Sum();

    /// <summary>As an HTML page of its own, without scripts or other files.</summary>
    public string ToHtml() => IngestionHtml.Write(this);

    /// <summary>In a few lines for people.</summary>
    public override string ToString()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        text.AppendLine(invariant, $"{Name}: {Read:N0} rows read from {Source} = {Sum()} ({Elapsed.TotalSeconds:0.0} s)");
        foreach ((string outcome, IReadOnlyDictionary<string, long> details) in Details)
        {
            foreach ((string by, long rows) in details.OrderByDescending(d => d.Value))
            {
                text.AppendLine(invariant, $"  {outcome}, {by}: {rows:N0}");
            }
        }

        foreach ((string change, long rows) in Changes)
        {
            text.AppendLine(invariant, $"  changed on the way, {change}: {rows:N0}");
        }

        foreach ((string column, long cells) in CoercedCells)
        {
            text.AppendLine(invariant, $"  cells that became missing, {column}: {cells:N0}");
        }

        foreach (IngestionNote note in Notes)
        {
            text.AppendLine(invariant, $"  note, {note}");
        }

        foreach (RejectedRow example in Examples.Take(3))
        {
            text.AppendLine(invariant, $"  e.g. {example}");
        }

        return text.ToString();
    }

    /// <summary>The outcomes as a sum in words: "7 written + 1 quarantined".</summary>
    internal string Sum() => string.Join(" + ", Outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Value:N0} {o.Key}")));

    private long Of(string outcome) => Outcomes.GetValueOrDefault(outcome);

    private IReadOnlyDictionary<string, long> DetailsOf(string outcome) => Details.GetValueOrDefault(outcome) ?? new Dictionary<string, long>();
}
