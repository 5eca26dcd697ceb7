using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Populations;

/// <summary>How <see cref="PopulationTraining"/> goes on.</summary>
public sealed class PopulationOptions : ICheckedOptions
{
    /// <summary>Members that train beside each other.</summary>
    /// <value>8.</value>
    public int Members { get; set; } = 8;

    /// <summary>How often each member trains a piece; after each the worst take over from the best.</summary>
    /// <value>10.</value>
    public int Rounds { get; set; } = 10;

    /// <summary>Share of the members, the worst, that take state and parameters over from as many of the best.</summary>
    /// <value>0.25.</value>
    public double Quantile { get; set; } = 0.25;

    /// <summary>Chance that a parameter taken over is drawn anew; otherwise a number is multiplied by 1.2 or 0.8, and of a choice a neighbour is taken.</summary>
    /// <value>0.25.</value>
    public double Resample { get; set; } = 0.25;

    /// <summary>Which way the value is better.</summary>
    /// <value><see cref="StudyDirection.Minimize"/>.</value>
    public StudyDirection Direction { get; set; }

    /// <summary>Members that train at once.</summary>
    /// <value>1.</value>
    public int Workers { get; set; } = 1;

    /// <summary>Seed of what is drawn.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(Members, 2, 10_000)
        .AtLeast(Rounds, 1)
        .Between(Quantile, 0.0, 0.5)
        .Between(Resample, 0.0, 1.0)
        .Between(Workers, 1, 1024);
}
