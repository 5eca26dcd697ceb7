namespace AiInfra.Training.Tuning.Samplers;

/// <summary>How <see cref="NsgaSampler"/> searches.</summary>
public sealed class NsgaOptions : ICheckedOptions
{
    /// <summary>Trials that parents are chosen from.</summary>
    /// <value>50.</value>
    public int Population { get; set; } = 50;

    /// <summary>Chance that a trial has two parents; otherwise it has one.</summary>
    /// <value>0.9.</value>
    public double Crossover { get; set; } = 0.9;

    /// <summary>Chance that a parameter comes from the second parent.</summary>
    /// <value>0.5.</value>
    public double Swapping { get; set; } = 0.5;

    /// <summary>Chance that a parameter is drawn anew.</summary>
    /// <value>Null: one parameter in a trial on average.</value>
    public double? Mutation { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Population, 2)
        .Between(Crossover, 0, 1)
        .Between(Swapping, 0, 1)
        .Between(Mutation, 0.0, 1.0);
}
