namespace AiInfra.Metrics.Text;

/// <summary>Precision, recall and their harmonic mean, 0 to 1.</summary>
/// <param name="Precision">Share of the hypothesis that is in the reference.</param>
/// <param name="Recall">Share of the reference that is in the hypothesis.</param>
/// <param name="F1">2PR / (P + R), 0 when both are.</param>
public readonly record struct RougeScore(double Precision, double Recall, double F1)
{
    /// <summary>The score of counts: each share is 0 where there is nothing to share.</summary>
    internal static RougeScore Of(int hits, int hypothesis, int reference)
    {
        double p = (double)hits / Math.Max(1, hypothesis), r = (double)hits / Math.Max(1, reference);
        return new(p, r, p + r > 0 ? 2 * p * r / (p + r) : 0);
    }
}
