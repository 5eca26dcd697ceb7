namespace AiInfra.Evaluation.Fairness;

/// <summary>How thresholds by group are fitted.</summary>
public sealed record ThresholdOptions
{
    /// <summary>What is made equal.</summary>
    /// <value>Default <see cref="ThresholdConstraint.DemographicParity"/>.</value>
    public ThresholdConstraint Constraint { get; init; } = ThresholdConstraint.DemographicParity;

    /// <summary>What is made large.</summary>
    /// <value>Default <see cref="ThresholdObjective.Accuracy"/>.</value>
    public ThresholdObjective Objective { get; init; } = ThresholdObjective.Accuracy;

    /// <summary>Whether lots may be drawn.</summary>
    /// <value>Default <see cref="ThresholdRandomness.WhereNeeded"/>.</value>
    public ThresholdRandomness Randomness { get; init; } = ThresholdRandomness.WhereNeeded;

    /// <summary>How far the rates of two groups may be apart under plain thresholds.</summary>
    /// <value>Default 0.01.</value>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>By how much plain thresholds may fall short of randomised ones, in the unit of the objective, and still be taken.</summary>
    /// <value>Default 0.002.</value>
    public double Concession { get; init; } = 0.002;

    /// <summary>Rates tried for plain thresholds.</summary>
    /// <value>Default 1000.</value>
    public int GridSize { get; init; } = 1000;

    /// <summary>Seed of the lots.</summary>
    /// <value>Default 1.</value>
    public long Seed { get; init; } = 1;

    /// <summary>How the price is judged. Its positive class is the one that is selected.</summary>
    /// <value>Default: see <see cref="FairnessOptions"/>.</value>
    public FairnessOptions Fairness { get; init; } = new();

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(GridSize, 2, nameof(GridSize));
        if (!(Tolerance >= 0 && Tolerance <= 1) || !(Concession >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance is between 0 and 1, the concession 0 or more.");
        }

        if (Constraint == ThresholdConstraint.EqualizedOdds && Randomness == ThresholdRandomness.Never)
        {
            throw new ArgumentException("Equalised odds fixes two rates in every group, which one plain threshold a group cannot reach; allow randomised thresholds, or choose equal opportunity.", nameof(Randomness));
        }
    }
}
