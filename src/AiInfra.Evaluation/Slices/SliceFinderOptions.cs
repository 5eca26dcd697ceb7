namespace AiInfra.Evaluation.Slices;

/// <summary>How bad slices are looked for.</summary>
public sealed class SliceFinderOptions
{
    /// <summary>Columns to cut by.</summary>
    /// <value>Default empty: all columns of the inputs.</value>
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>Columns not to cut by.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Except { get; set; } = [];

    /// <summary>Whether pairs of conditions are looked at, beside single ones.</summary>
    /// <value>Default true.</value>
    public bool Pairs { get; set; } = true;

    /// <summary>Numbers and times are cut into about so many parts of equally many rows, at quantiles of the data.</summary>
    /// <value>Default 8.</value>
    public int Quantiles { get; set; } = 8;

    /// <summary>At most so many values of a text column become conditions, the most frequent.</summary>
    /// <value>Default 50.</value>
    public int MaximumCategories { get; set; } = 50;

    /// <summary>A slice has at least so many rows.</summary>
    /// <value>Default 30.</value>
    public int MinimumRows { get; set; } = 30;

    /// <summary>A slice has at least this share of the rows.</summary>
    /// <value>Default 0.005.</value>
    public double MinimumShare { get; set; } = 0.005;

    /// <summary>A slice's mean loss exceeds that of the rest by at least so many standard deviations of the loss: what is significant on many rows need not matter.</summary>
    /// <value>Default 0.1.</value>
    public double MinimumEffect { get; set; } = 0.1;

    /// <summary>Level of the corrected tests.</summary>
    /// <value>Default 0.05.</value>
    public double Level { get; set; } = 0.05;

    /// <summary>How p-values are corrected for the number of slices tested.</summary>
    /// <value>Default <see cref="SliceCorrection.BenjaminiHochberg"/>.</value>
    public SliceCorrection Correction { get; set; } = SliceCorrection.BenjaminiHochberg;

    /// <summary>What slices are sorted by.</summary>
    /// <value>Default <see cref="SliceOrder.Impact"/>.</value>
    public SliceOrder Order { get; set; } = SliceOrder.Impact;

    /// <summary>At most so many slices are reported.</summary>
    /// <value>Default 20.</value>
    public int MaximumSlices { get; set; } = 20;

    /// <summary>Worst rows listed with each slice.</summary>
    /// <value>Default 10.</value>
    public int WorstRows { get; set; } = 10;

    /// <summary>Confidence of the intervals, both sides together.</summary>
    /// <value>Default 0.95.</value>
    public double Confidence { get; set; } = 0.95;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Quantiles, 2, nameof(Quantiles));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Quantiles, 1000, nameof(Quantiles));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumCategories, 1, nameof(MaximumCategories));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumCategories, 1000, nameof(MaximumCategories));
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumRows, 2, nameof(MinimumRows));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSlices, 1, nameof(MaximumSlices));
        ArgumentOutOfRangeException.ThrowIfNegative(WorstRows, nameof(WorstRows));
        Within(MinimumShare, 0, 1, nameof(MinimumShare));
        Within(MinimumEffect, 0, double.MaxValue, nameof(MinimumEffect));
        Within(Level, 0, 1, nameof(Level));
        Within(Confidence, 0, 1, nameof(Confidence));
    }

    private static void Within(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is between {low} and {high}.");
        }
    }
}
