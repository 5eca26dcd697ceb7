using AiInfra.Evaluation.Comparisons;

namespace AiInfra.Evaluation.Reports;

/// <summary>Two models on one slice.</summary>
/// <param name="By">What it was cut by.</param>
/// <param name="Name">Which part.</param>
/// <param name="Comparison">The comparison on its rows.</param>
/// <param name="PValueBetter">p-value that the candidate is better here, corrected for all slices of the report.</param>
/// <param name="PValueWorse">p-value that it is worse here, corrected likewise.</param>
public sealed record SliceComparison(string By, string Name, ModelComparison Comparison, double PValueBetter, double PValueWorse)
{
    /// <summary>Whether the candidate is shown to be worse on this slice.</summary>
    public bool IsWorse => Comparison.HasEnoughRows && PValueWorse <= 1 - Comparison.Confidence;

    /// <summary>Whether the candidate is shown to be better on this slice.</summary>
    public bool IsBetter => Comparison.HasEnoughRows && PValueBetter <= 1 - Comparison.Confidence;
}
