namespace AiInfra.Training.Tuning.Pruners;

/// <summary>When <see cref="PercentilePruner"/> and <see cref="MedianPruner"/> look at a trial.</summary>
public sealed class PercentileOptions : ICheckedOptions
{
    /// <summary>Of 100 complete trials so many are good enough: a trial whose best value is worse than this percentile of theirs ends. The median pruner takes 50.</summary>
    /// <value>50.</value>
    public double Percentile { get; set; } = 50;

    /// <summary>So many trials must be complete before any is pruned.</summary>
    /// <value>5.</value>
    public int StartupTrials { get; set; } = 5;

    /// <summary>No trial is pruned before this step.</summary>
    /// <value>0.</value>
    public long WarmupSteps { get; set; }

    /// <summary>A trial is looked at once in so many steps, at its first report in each.</summary>
    /// <value>1.</value>
    public long IntervalSteps { get; set; } = 1;

    /// <summary>So many complete trials must have a value at the step.</summary>
    /// <value>1.</value>
    public int LeastTrials { get; set; } = 1;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(Percentile, 0, 100)
        .AtLeast(StartupTrials, 0)
        .AtLeast(WarmupSteps, 0)
        .AtLeast(IntervalSteps, 1)
        .AtLeast(LeastTrials, 1);
}
