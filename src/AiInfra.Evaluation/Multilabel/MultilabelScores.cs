using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Multilabel;

/// <summary>Precision, recall and F1 of each label.</summary>
public static class MultilabelScores
{
    /// <summary>The scores of matrices, one a label.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static IReadOnlyList<ClassScore> PerLabel(LabelMatrix truth, LabelMatrix predicted, ZeroDivision zeroDivision = ZeroDivision.Undefined, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        Guard.Columns(truth.Rows, predicted.Rows, nameof(predicted), weights);
        var metric = new MultilabelFScore();
        metric.AddBatch(truth, predicted, weights);
        double fallback = zeroDivision switch { ZeroDivision.Zero => 0, ZeroDivision.One => 1, _ => double.NaN };
        double Or(double value) => double.IsNaN(value) ? fallback : value;
        return [.. metric.PerLabel.Select((c, k) => new ClassScore(k, Or(c.Precision), Or(c.Recall), Or(c.F()), c.TruePositives + c.FalseNegatives, c.TruePositives + c.FalsePositives))];
    }
}
