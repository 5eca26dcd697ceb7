using System.Globalization;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation.Slices;

/// <summary>The rows that cost most: the quickest way to wrong labels, broken inputs and what a model does not understand.</summary>
public static class WorstRows
{
    /// <summary>The rows with the largest losses, the worst first; equal ones in row order.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="loss">A metric with a row loss; null: log loss of probabilities, 0 or 1 of labels, squared error of numbers.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="rows">Only among these rows; null: among all.</param>
    /// <exception cref="ArgumentException">The metric has no row loss or does not fit the predictions.</exception>
    public static IReadOnlyList<WorstRow> Of(PredictionSet predictions, IMetric? loss = null, int count = 20, IReadOnlyList<int>? rows = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Of(predictions, predictions.Losses(loss ?? UsualLoss(predictions)), count, rows ?? [.. Enumerable.Range(0, predictions.Count)]);
    }

    internal static IReadOnlyList<WorstRow> Of(PredictionSet predictions, double[] losses, int count, IReadOnlyList<int> rows)
    {
        // The least bad of those kept stands in front; equal losses keep the first rows.
        var kept = new PriorityQueue<int, (double Loss, int Late)>(count + 1);
        foreach (int row in rows)
        {
            if (kept.Count < count)
            {
                kept.Enqueue(row, (losses[row], -row));
            }
            else if (count > 0)
            {
                kept.EnqueueDequeue(row, (losses[row], -row));
            }
        }

        return [.. kept.UnorderedItems.Select(k => k.Element).OrderByDescending(row => losses[row]).ThenBy(row => row).Select(row => Describe(predictions, row, losses[row]))];
    }

    internal static IMetric UsualLoss(PredictionSet predictions) => predictions.Classes is null ? new MeanSquaredError() : predictions.HasProbabilities ? new LogLoss() : new Accuracy();

    private static WorstRow Describe(PredictionSet predictions, int row, double loss)
    {
        Outcome outcome = predictions[row];
        return predictions.Classes is { } classes
            ? new(predictions.Ids[row], row, loss, classes[outcome.Label], classes[outcome.Predicted], predictions.HasProbabilities ? outcome.Probabilities[outcome.Label] : double.NaN)
            : new(predictions.Ids[row], row, loss, outcome.Truth.ToString("R", CultureInfo.InvariantCulture), outcome.Value.ToString("R", CultureInfo.InvariantCulture), double.NaN);
    }
}
