namespace AiInfra.Training.Tuning.Pruners;

/// <summary>The rungs of <see cref="AshaPruner"/>.</summary>
public sealed class AshaOptions : ICheckedOptions
{
    /// <summary>Step of the first rung.</summary>
    /// <value>Null: a hundredth of the last step of the trial that was complete first, at least 1; before one is complete nobody is pruned.</value>
    public long? MinResource { get; set; }

    /// <summary>One of so many trials goes on at every rung, and each rung is so many times as far as the one before.</summary>
    /// <value>4.</value>
    public int ReductionFactor { get; set; } = 4;

    /// <summary>How many of the first rungs are left out.</summary>
    /// <value>0.</value>
    public int MinEarlyStoppingRate { get; set; }

    /// <summary>As long as no more trials than this have reached a rung, all are pruned there.</summary>
    /// <value>0.</value>
    public int BootstrapCount { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(MinResource, 1L)
        .AtLeast(ReductionFactor, 2)
        .AtLeast(MinEarlyStoppingRate, 0)
        .AtLeast(BootstrapCount, 0)
        .Must(BootstrapCount == 0 || MinResource is not null, "BootstrapCount needs a MinResource; leave it 0, or say the step of the first rung.");
}
