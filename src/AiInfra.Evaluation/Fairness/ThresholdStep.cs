namespace AiInfra.Evaluation.Fairness;

/// <summary>From a score on, how often a row is selected.</summary>
/// <param name="From">The score, included; minus infinity for the first step.</param>
/// <param name="Chance">Chance of being selected, from 0 to 1, up to the next step.</param>
public readonly record struct ThresholdStep(double From, double Chance)
{
    /// <inheritdoc />
    public override string ToString() => $"ThresholdStep {{ From = {From}, Chance = {Chance} }}";
}
