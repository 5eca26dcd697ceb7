using System.Globalization;
using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Data.Quality;

namespace AiInfra.Data.Ingestion;

/// <summary>What became of every row that was read: read = written + quarantined + filtered + duplicates.</summary>
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

    /// <summary>Rows written to the commit.</summary>
    public long Written { get; init; }

    /// <summary>Rows put aside.</summary>
    public long Quarantined { get; init; }

    /// <summary>Rows left out by filters.</summary>
    public long Filtered { get; init; }

    /// <summary>Rows left out as repeats of earlier ones, those of a file that was appended before included.</summary>
    public long Duplicates { get; init; }

    /// <summary>Rows put aside by reason.</summary>
    public IReadOnlyDictionary<string, long> Reasons { get; init; } = new Dictionary<string, long>();

    /// <summary>Rows left out by the filter's name.</summary>
    public IReadOnlyDictionary<string, long> FilteredBy { get; init; } = new Dictionary<string, long>();

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
    public bool Reconciles => Read == Written + Quarantined + Filtered + Duplicates;

    /// <summary>As an HTML page of its own, without scripts or other files.</summary>
    public string ToHtml() => IngestionHtml.Write(this);

    /// <summary>In a few lines for people.</summary>
    public override string ToString()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        text.AppendLine(invariant, $"{Name}: {Read:N0} rows read from {Source} = {Written:N0} written + {Quarantined:N0} quarantined + {Filtered:N0} filtered + {Duplicates:N0} duplicates ({Elapsed.TotalSeconds:0.0} s)");
        foreach ((string reason, long rows) in Reasons.OrderByDescending(r => r.Value))
        {
            text.AppendLine(invariant, $"  quarantined, {reason}: {rows:N0}");
        }

        foreach ((string by, long rows) in FilteredBy)
        {
            text.AppendLine(invariant, $"  filtered, {by}: {rows:N0}");
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
}
