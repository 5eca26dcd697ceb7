namespace AiInfra.Metrics.Curves;

/// <summary>What a decision costs a row. Only differences count; a gain is a negative cost.</summary>
/// <param name="FalsePositive">Calling a negative row positive.</param>
/// <param name="FalseNegative">Calling a positive row negative.</param>
/// <param name="TruePositive">Calling a positive row positive.</param>
/// <param name="TrueNegative">Calling a negative row negative.</param>
public sealed record CostMatrix(double FalsePositive, double FalseNegative, double TruePositive = 0, double TrueNegative = 0)
{
    /// <inheritdoc />
    public override string ToString() => $"CostMatrix {{ FalsePositive = {FalsePositive}, FalseNegative = {FalseNegative}, TruePositive = {TruePositive}, TrueNegative = {TrueNegative} }}";
}
