using AiInfra.Core.Rows;

namespace AiInfra.Data.Quality;

/// <summary>One run's check of an expectation.</summary>
internal abstract class ExpectationCheck
{
    /// <summary>Rows looked at.</summary>
    public long Checked { get; set; }

    /// <summary>Rows that failed.</summary>
    public long Failed { get; set; }

    /// <summary>Sets <paramref name="failed"/> for rows that fail; the others are left as they are (false).</summary>
    public abstract void Find(RowBatch batch, Span<bool> failed);

    /// <summary>What was expected and found, for a row that failed.</summary>
    public abstract string Describe(RowBatch batch, int row);
}
