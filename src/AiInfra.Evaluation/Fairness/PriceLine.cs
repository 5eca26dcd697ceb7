namespace AiInfra.Evaluation.Fairness;

/// <summary>One number before and after a mitigation.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Before">Before.</param>
/// <param name="After">After.</param>
public sealed record PriceLine(string Name, double Before, double After)
{
    /// <summary>After less before.</summary>
    public double Change => After - Before;
}
