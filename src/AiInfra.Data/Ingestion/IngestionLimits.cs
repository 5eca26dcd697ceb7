using System.Globalization;

namespace AiInfra.Data.Ingestion;

/// <summary>When a run gives up: too many rows are bad, or an expectation does not hold.</summary>
internal sealed class IngestionLimits(IngestionPipeline ingestion, RowCounts counts)
{
    private const int MinRowsForShare = 10_000;
    private const int MinRowsToContinue = 1_000;

    /// <exception cref="IngestionException">Too many rows are bad so far.</exception>
    public void CheckUnderWay() => CheckBad(counts.Read >= MinRowsForShare);

    /// <exception cref="IngestionException">Too many rows are bad, or an expectation does not hold.</exception>
    public void CheckAtEnd()
    {
        // One bad row of three new ones must not hold up those that come after it.
        CheckBad(share: ingestion.ContinuesAs is null || counts.Read >= MinRowsToContinue);
        foreach (ExpectationResult result in counts.Expectations)
        {
            if (!result.Holds)
            {
                throw new IngestionException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Expectation '{result.Name}' holds for {result.PassedShare:0.###%} of {result.Checked:N0} rows of {ingestion.Source.Name}; at least {result.Mostly:0.###%} are asked for. The dataset is unchanged."));
            }
        }
    }

    private void CheckBad(bool share)
    {
        IngestionOptions options = ingestion.Options;
        long bad = counts.Rejected, read = counts.Read;
        string? limit = bad > options.MaxBadRows ? $"{options.MaxBadRows:N0} rows (MaxBadRows)"
            : share && bad > options.MaxBadShare * read ? string.Create(CultureInfo.InvariantCulture, $"{options.MaxBadShare:0.##%} of the rows (MaxBadShare)")
            : null;
        if (limit is not null)
        {
            throw new IngestionException($"Too many rows of {ingestion.Source.Name} are bad: {bad:N0} of {read:N0}, the limit is {limit}. {counts.Describe()}. The dataset is unchanged.");
        }
    }
}
