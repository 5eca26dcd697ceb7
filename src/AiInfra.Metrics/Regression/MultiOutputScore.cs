using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>Scores of models that predict several numbers a row.</summary>
/// <param name="Score">The average over outputs; its undefined count is of outputs without a value, which make the average NaN.</param>
/// <param name="Outputs">The score of each output.</param>
public sealed record MultiOutputScore(Score Score, IReadOnlyList<Score> Outputs)
{
    /// <summary>Scores each output apart and averages.</summary>
    /// <param name="metric">The metric; its options and not its state are used.</param>
    /// <param name="truth">True numbers, row by row: [rows, outputs].</param>
    /// <param name="predicted">Predicted numbers, likewise.</param>
    /// <param name="outputs">Numbers a row.</param>
    /// <param name="average">How they become one.</param>
    /// <param name="weights">How much each row counts; empty for all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static MultiOutputScore Of(ValueMetric metric, ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, OutputAverage average = OutputAverage.Uniform, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (truth.Length % outputs != 0)
        {
            throw new ArgumentException($"There are {truth.Length} true numbers, which are no rows of {outputs}.", nameof(truth));
        }

        int rows = truth.Length / outputs;
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), default);
        Guard.Columns(rows, rows, nameof(weights), weights);
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(predicted, nameof(predicted));
        var scores = new Score[outputs];
        var variances = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            ValueMetric one = metric.Fresh();
            var spread = new RunningMean();
            for (int i = 0; i < rows; i++)
            {
                double weight = weights.IsEmpty ? 1 : weights[i];
                one.Add(truth[(i * outputs) + o], predicted[(i * outputs) + o], weight);
                if (weight > 0)
                {
                    spread.Add(truth[(i * outputs) + o], weight);
                }
            }

            (scores[o], variances[o]) = (one.Result(), spread.Variance);
        }

        bool weighted = average == OutputAverage.VarianceWeighted && variances.Sum() > 0;
        double value = weighted ? scores.Zip(variances, (s, v) => s.Value * v).Sum() / variances.Sum() : scores.Average(s => s.Value);
        return new(new(metric.Name, value, scores[0].Count, $"{metric.Signature}|outputs:{average}") { Undefined = scores.Count(s => !s.IsDefined), HigherIsBetter = metric.HigherIsBetter }, scores);
    }

    /// <inheritdoc />
    public override string ToString() => $"MultiOutputScore {{ Score = {Score}, Outputs = {Shown.List(Outputs)} }}";
}
