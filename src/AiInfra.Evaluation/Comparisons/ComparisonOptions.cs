namespace AiInfra.Evaluation.Comparisons;

/// <summary>How to compare two models on the same rows.</summary>
public sealed record ComparisonOptions
{
    /// <summary>How much worse the candidate may be, in the metric's unit, zero or more.</summary>
    /// <value>Default 0.</value>
    public double Margin { get; init; }

    /// <summary>Confidence of the one-sided test: a candidate that is truly worse by the margin passes with a chance of at most 1 minus this.</summary>
    /// <value>Default 0.95.</value>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Fewer rows than this are never enough.</summary>
    /// <value>Default 30.</value>
    public int MinimumRows { get; init; } = 30;

    /// <summary>Whether rows are a time stream whose neighbours resemble each other, in the order of time. Costs power, keeps the confidence honest.</summary>
    /// <value>Default false.</value>
    public bool IsTimeStream { get; init; }

    /// <summary>Lag, or block length, for a time stream; 0 chooses it from the data.</summary>
    /// <value>Default 0.</value>
    public int BlockLength { get; init; }

    /// <summary>The test.</summary>
    /// <value>Default <see cref="ComparisonMethod.Automatic"/>.</value>
    public ComparisonMethod Method { get; init; }

    /// <summary>Rows about which <see cref="ComparisonMethod.Sequential"/> is sharpest. Its level does not depend on it.</summary>
    /// <value>Default 1000.</value>
    public double ExpectedRows { get; init; } = 1000;

    /// <summary>Resamples of a bootstrap.</summary>
    /// <value>Default 2000.</value>
    public int Resamples { get; init; } = 2000;

    /// <summary>Seed of a bootstrap.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; init; } = 1;

    internal void Check()
    {
        if (!(Margin >= 0) || double.IsInfinity(Margin))
        {
            throw new ArgumentOutOfRangeException(nameof(Margin), Margin, "A margin is a finite number, zero or more.");
        }

        if (!(Confidence > 0.5 && Confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Confidence), Confidence, "The confidence of a one-sided test is between 0.5 and 1, both excluded.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumRows, 2, nameof(MinimumRows));
        ArgumentOutOfRangeException.ThrowIfNegative(BlockLength, nameof(BlockLength));
        if (!(ExpectedRows >= 1) || double.IsInfinity(ExpectedRows))
        {
            throw new ArgumentOutOfRangeException(nameof(ExpectedRows), ExpectedRows, "Expected rows are a finite number, one or more.");
        }

        if (Method == ComparisonMethod.Sequential && IsTimeStream)
        {
            throw new ArgumentException("The sequential test holds for independent rows, and these are said to be a time stream: set IsTimeStream to false if they are independent, otherwise take new rows for each look or share the level out over the looks.", nameof(Method));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Resamples, 100, nameof(Resamples));
    }
}
