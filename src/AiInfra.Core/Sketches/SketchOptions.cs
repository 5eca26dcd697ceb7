namespace AiInfra.Core.Sketches;

/// <summary>How much a sketch remembers.</summary>
public sealed record SketchOptions
{
    /// <summary>Numbers a quantile buffer holds, a power of two from 16 to 65536. The rank error of a quantile is at most log2(rows / buffer) / (2 * buffer), in practice about a tenth of that.</summary>
    /// <value>1024: at most 0.65 % at 10 million rows, within 8 KB times log2(rows / 1024).</value>
    public int QuantileBuffer { get; init; } = 1024;

    /// <summary>Categories whose counts are exact. Beyond, rare ones are forgotten and a count is at most rows / (this + 1) too low.</summary>
    /// <value>1024.</value>
    public int MaxCategories { get; init; } = 1024;

    /// <summary>Distinct values counted exactly; beyond, the count is an estimate with a standard error of 1.6 %.</summary>
    /// <value>1024.</value>
    public int MaxExactDistinct { get; init; } = 1024;

    /// <summary>Quantiles a summary holds, 2 or more.</summary>
    /// <value>257: every 1/256.</value>
    public int SummaryQuantiles { get; init; } = 257;

    /// <summary>A summary lists the numbers themselves when there are at most so many distinct ones.</summary>
    /// <value>256.</value>
    public int SummaryNumbers { get; init; } = 256;

    /// <summary>Categories a summary lists, the most frequent first.</summary>
    /// <value>1024: all whose counts are exact, so that rare and new categories can be told apart.</value>
    public int SummaryCategories { get; init; } = 1024;

    internal static SketchOptions Default { get; } = new();

    internal void Check()
    {
        if (QuantileBuffer is < 16 or > 65536 || !System.Numerics.BitOperations.IsPow2(QuantileBuffer))
        {
            throw new ArgumentOutOfRangeException(nameof(QuantileBuffer), QuantileBuffer, "A power of two from 16 to 65536 is expected.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCategories, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxExactDistinct, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SummaryQuantiles, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(SummaryNumbers, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(SummaryCategories, 1);
    }
}
