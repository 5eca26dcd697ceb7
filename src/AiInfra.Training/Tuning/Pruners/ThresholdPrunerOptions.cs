namespace AiInfra.Training.Tuning.Pruners;

/// <summary>The bounds of <see cref="ThresholdPruner"/>.</summary>
public sealed class ThresholdPrunerOptions : ICheckedOptions
{
    /// <summary>A trial that reports less than this ends.</summary>
    /// <value>Null: no bound.</value>
    public double? Lower { get; set; }

    /// <summary>A trial that reports more than this ends.</summary>
    /// <value>Null: no bound.</value>
    public double? Upper { get; set; }

    /// <summary>No trial is pruned before this step.</summary>
    /// <value>0.</value>
    public long WarmupSteps { get; set; }

    /// <summary>A trial is looked at once in so many steps, at its first report in each.</summary>
    /// <value>1.</value>
    public long IntervalSteps { get; set; } = 1;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(Lower is not null || Upper is not null, "Lower or Upper is set; neither is.")
        .Must(!(Lower > Upper) && Lower is not double.NaN && Upper is not double.NaN, $"Lower is at most Upper; they are {Lower} and {Upper}.")
        .AtLeast(WarmupSteps, 0)
        .AtLeast(IntervalSteps, 1);
}
