namespace AiInfra.Metrics.Classification;

/// <summary>Precision, recall and F1 of one class. A ratio without denominator is what the zero division rule says.</summary>
/// <param name="Label">Class, an index into the label set.</param>
/// <param name="Precision">Share of the rows predicted as it that are of it.</param>
/// <param name="Recall">Share of its rows that are predicted as it.</param>
/// <param name="F1">Harmonic mean of both.</param>
/// <param name="Support">Weight of its true rows.</param>
/// <param name="Predicted">Weight of the rows predicted as it.</param>
public sealed record ClassScore(int Label, double Precision, double Recall, double F1, double Support, double Predicted)
{
    /// <summary>The scores of all counted classes of a matrix.</summary>
    public static IReadOnlyList<ClassScore> Of(ConfusionMatrix matrix, ZeroDivision zeroDivision = ZeroDivision.Undefined)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        double fallback = zeroDivision switch { ZeroDivision.Zero => 0, ZeroDivision.One => 1, _ => double.NaN };
        return [.. matrix.CountedClasses().Select(k =>
        {
            double hits = matrix[k, k], truth = matrix.TrueTotal(k), predicted = matrix.PredictedTotal(k);
            return new ClassScore(
                k,
                predicted > 0 ? hits / predicted : fallback,
                truth > 0 ? hits / truth : fallback,
                truth + predicted > 0 ? 2 * hits / (truth + predicted) : fallback,
                truth,
                predicted);
        })];
    }
}
