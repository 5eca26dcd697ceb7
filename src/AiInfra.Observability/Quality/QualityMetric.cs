using AiInfra.Core.Rows;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Observability.Quality;

/// <summary>How one answer is scored against its label: a loss a row, whose mean over a window is watched.</summary>
/// <param name="Name">Name, for example "accuracy".</param>
/// <param name="Loss">Loss of an answer, lower is better; null when the row cannot be scored (an output is missing, a label is of the wrong kind).</param>
/// <param name="Report">From the mean loss to the figure people expect, for example 1 - loss for accuracy.</param>
public sealed record QualityMetric(string Name, Func<Row, Value, double?> Loss, Func<double, double> Report)
{
    /// <summary>Share of answers equal to the label: <see cref="Metrics.Classification.Accuracy"/>. Numbers are compared as numbers, everything else as text.</summary>
    /// <param name="output">Output that holds the predicted label.</param>
    public static QualityMetric Accuracy(string output = AnswerNames.Label) => Of(new Accuracy(), (metric, outputs, label) =>
        Find(outputs, output) is { IsMissing: false } answer ? metric.Loss(new Outcome { Label = 1, Predicted = ValueConversion.IsSame(answer, label) ? 1 : 0 }) : null);

    /// <summary>Mean absolute error: <see cref="MeanAbsoluteError"/>.</summary>
    /// <param name="output">Output that holds the predicted number.</param>
    public static QualityMetric AbsoluteError(string output = AnswerNames.Value) => OfNumbers(new MeanAbsoluteError(), output);

    /// <summary>Root mean squared error: <see cref="RootMeanSquaredError"/>.</summary>
    /// <param name="output">Output that holds the predicted number.</param>
    public static QualityMetric SquaredError(string output = AnswerNames.Value) => OfNumbers(new RootMeanSquaredError(), output);

    /// <summary>Any metric of numbers that is a mean of losses, perhaps with a last step: <c>OfNumbers(new HuberLoss(2))</c>.</summary>
    /// <param name="metric">The metric; its options and not its state are used.</param>
    /// <param name="output">Output that holds the predicted number.</param>
    public static QualityMetric OfNumbers(ValueMeanMetric metric, string output = "value")
    {
        ArgumentNullException.ThrowIfNull(metric);
        return Of(metric, (m, outputs, label) =>
        {
            if (Numbers(outputs, output, label) is not { } pair)
            {
                return null;
            }

            try
            {
                return m.Loss(new Outcome { Truth = pair.Truth, Value = pair.Answer });
            }
            catch (ArgumentException)
            {
                return null;                                    // numbers that the metric has no meaning for: not scored, and counted so
            }
        });
    }

    /// <summary>Log loss in nats of a binary classifier: <see cref="Metrics.Classification.LogLoss"/>.</summary>
    /// <param name="positive">The label whose probability the output holds.</param>
    /// <param name="output">Output with the probability of <paramref name="positive"/>.</param>
    public static QualityMetric BinaryLogLoss(Value positive, string output = AnswerNames.Probability) => LogLoss((outputs, label) =>
        Number(Find(outputs, output)) is { } p ? (ValueConversion.IsSame(label, positive) ? p : 1 - p) : null);

    /// <summary>Log loss in nats of a classifier that puts out one probability a class, in columns named "output.class".</summary>
    /// <param name="output">Output with the probabilities. A row whose label is none of the classes is not scored.</param>
    public static QualityMetric LogLoss(string output = AnswerNames.Probability) => LogLoss((outputs, label) => Number(Find(outputs, AnswerNames.ElementOf(output, label.AsText() ?? ""))));

    /// <summary>Log loss in nats; probabilities are clipped as <see cref="Metrics.Classification.LogLoss"/> says.</summary>
    /// <param name="probabilityOfLabel">The probability that the answer gave to the true label; null when it gave none.</param>
    public static QualityMetric LogLoss(Func<Row, Value, double?> probabilityOfLabel)
    {
        ArgumentNullException.ThrowIfNull(probabilityOfLabel);
        return Of(new LogLoss(), (metric, outputs, label) => probabilityOfLabel(outputs, label) is { } p ? metric.Loss(new Outcome { Label = 1, Probabilities = [1 - p, p] }) : null);
    }

    /// <summary>The metric that suits the outputs: accuracy where there is a "label", otherwise mean absolute error of "value"; null where there is neither.</summary>
    public static QualityMetric? For(RowSchema outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return outputs.IndexOf(AnswerNames.Label) >= 0 ? Accuracy() : outputs.IndexOf(AnswerNames.Value) >= 0 ? AbsoluteError() : null;
    }

    private static Value Find(Row outputs, string name) => outputs.Schema.IndexOf(name) is >= 0 and var at ? outputs[at] : Value.Missing;

    private static QualityMetric Of<TMetric>(TMetric metric, Func<TMetric, Row, Value, double?> loss)
        where TMetric : Metric, IRowLoss =>
        new(metric.Name, (outputs, label) => loss(metric, outputs, label), metric.OfMean);

    private static (double Truth, double Answer)? Numbers(Row outputs, string output, Value label) =>
        Number(Find(outputs, output)) is { } answer && Number(label) is { } truth && double.IsFinite(answer - truth) ? (truth, answer) : null;

    private static double? Number(Value value) => ValueConversion.TryNumber(value, out double number) ? number : null;
}
