namespace AiInfra.Training.Tuning.Pruners;

/// <summary>The brackets of <see cref="HyperbandPruner"/>.</summary>
public sealed class HyperbandOptions : ICheckedOptions
{
    /// <summary>Step of the first rung of the first bracket.</summary>
    /// <value>1.</value>
    public long MinResource { get; set; } = 1;

    /// <summary>Steps of a trial that goes all the way.</summary>
    /// <value>Null: those of the trial that was complete first; before one is, nobody is pruned.</value>
    public long? MaxResource { get; set; }

    /// <summary>One of so many trials goes on at every rung.</summary>
    /// <value>3.</value>
    public int ReductionFactor { get; set; } = 3;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(MinResource, 1)
        .AtLeast(MaxResource, MinResource)
        .AtLeast(ReductionFactor, 2);
}
