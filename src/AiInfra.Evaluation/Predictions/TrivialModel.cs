using AiInfra.Metrics;
using AiInfra.Metrics.Numerics;

namespace AiInfra.Evaluation.Predictions;

/// <summary>Models that give one answer to every row: what any real model must beat.</summary>
public static class TrivialModel
{
    /// <summary>Answers with the majority class of these rows and the shares of the classes; or with the mean of the true numbers, or their median where that scores better.</summary>
    /// <param name="predictions">The rows.</param>
    /// <param name="metric">The metric that chooses between mean and median; null takes the mean.</param>
    public static PredictionSet BestOn(PredictionSet predictions, IMetric? metric = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Classes is { } classes)
        {
            return Majority(predictions, classes);
        }

        double[] sorted = predictions.Truth.ToArray();
        Array.Sort(sorted);
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        PredictionSet mean = Constant(predictions, WeightedMean(predictions));
        if (metric is null)
        {
            return mean;
        }

        PredictionSet middle = Constant(predictions, median);
        double ofMean = mean.Score(metric).Value, ofMedian = middle.Score(metric).Value;
        return (metric.HigherIsBetter ? ofMedian > ofMean : ofMedian < ofMean) ? middle : mean;
    }

    /// <summary>Answers every row with one number.</summary>
    public static PredictionSet Constant(PredictionSet predictions, double value)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var values = new double[predictions.Count];
        Array.Fill(values, value);
        return PredictionSet.OfValues(predictions.Truth, values, Weights(predictions), predictions.Inputs, Ids(predictions));
    }

    private static PredictionSet Majority(PredictionSet predictions, ClassLabels classes)
    {
        var shares = new double[classes.Count];
        for (int i = 0; i < predictions.Count; i++)
        {
            shares[predictions.Labels[i]] += predictions[i].Weight;
        }

        double total = shares.Sum();
        var probabilities = new double[predictions.Count * shares.Length];
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = shares[i % shares.Length] / total;
        }

        return PredictionSet.OfProbabilities(classes, predictions.Labels, probabilities, Weights(predictions), predictions.Inputs, Ids(predictions));
    }

    private static double WeightedMean(PredictionSet predictions)
    {
        var mean = default(RunningMean);
        for (int i = 0; i < predictions.Count; i++)
        {
            double weight = predictions[i].Weight;
            if (weight > 0)
            {
                mean.Add(predictions.Truth[i], weight);
            }
        }

        return mean.Mean;
    }

    private static double[] Weights(PredictionSet predictions) => predictions.IsWeighted
        ? [.. Enumerable.Range(0, predictions.Count).Select(i => predictions[i].Weight)]
        : [];

    private static IReadOnlyList<string>? Ids(PredictionSet predictions) => predictions.HasIds ? predictions.Ids : null;
}
