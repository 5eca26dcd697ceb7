using AiInfra.Data.Quality;

namespace AiInfra.Data.Ingestion;

/// <summary>What stages tell of the rows they do not pass on.</summary>
internal sealed class StageContext(string source)
{
    public string Source { get; } = source;

    /// <summary>Rows put aside since they were last taken.</summary>
    public List<RejectedRow> Rejected { get; } = [];

    public long Filtered { get; private set; }

    public long Duplicates { get; private set; }

    public Dictionary<string, long> FilteredBy { get; } = new(StringComparer.Ordinal);

    public List<(Expectation Expectation, ExpectationCheck Check)> Checks { get; } = [];

    public void Reject(RejectedRow row) => Rejected.Add(row);

    public void Filter(string by, long rows)
    {
        if (rows > 0)
        {
            FilteredBy[by] = FilteredBy.GetValueOrDefault(by) + rows;
            Filtered += rows;
        }
    }

    public void Duplicate(long rows) => Duplicates += rows;
}
