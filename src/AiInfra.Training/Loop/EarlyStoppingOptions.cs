namespace AiInfra.Training.Loop;

/// <summary>When to stop before the limits are reached. Checked after each validation, in this order: finite, good enough, diverged, better, patience.</summary>
public sealed class EarlyStoppingOptions : ICheckedOptions
{
    /// <summary>Validations in a row without a better figure after which the training stops.</summary>
    /// <value>3.</value>
    public int Patience { get; set; } = 3;

    /// <summary>How much better the figure must be to count.</summary>
    /// <value>0.</value>
    public double MinDelta { get; set; }

    /// <summary>Stops as soon as the figure is this good.</summary>
    /// <value>Null: never.</value>
    public double? GoodEnough { get; set; }

    /// <summary>Stops as soon as the figure is this bad.</summary>
    /// <value>Null: never.</value>
    public double? Diverged { get; set; }

    /// <summary>Stops when the figure is NaN or infinite.</summary>
    /// <value>True.</value>
    public bool StopWhenNotFinite { get; set; } = true;

    /// <summary>No stop before so many epochs are done.</summary>
    /// <value>0.</value>
    public int MinEpochs { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Patience, 1)
        .AtLeast(MinDelta, 0)
        .AtLeast(MinEpochs, 0);
}
