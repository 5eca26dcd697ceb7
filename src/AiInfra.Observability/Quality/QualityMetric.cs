using AiInfra.Core.Rows;

namespace AiInfra.Observability.Quality;

/// <summary>How one answer is scored against its label: a loss a row, whose mean over a window is watched.</summary>
/// <param name="Name">Name, for example "accuracy".</param>
/// <param name="Loss">Loss of an answer, lower is better; null when the row cannot be scored (an output is missing, a label is of the wrong kind).</param>
/// <param name="Report">From the mean loss to the figure people expect, for example 1 - loss for accuracy.</param>
public sealed record QualityMetric(string Name, Func<Row, Value, double?> Loss, Func<double, double> Report)
{
    /// <summary>Share of answers equal to the label. Numbers are compared as numbers, everything else as text.</summary>
    /// <param name="output">Output that holds the predicted label.</param>
    public static QualityMetric Accuracy(string output = AnswerNames.Label) => new(
        "accuracy",
        (outputs, label) => Find(outputs, output) is { IsMissing: false } answer ? (ValueConversion.IsSame(answer, label) ? 0 : 1) : null,
        static loss => 1 - loss);

    /// <summary>Mean absolute error.</summary>
    /// <param name="output">Output that holds the predicted number.</param>
    public static QualityMetric AbsoluteError(string output = AnswerNames.Value) => new(
        "mae",
        (outputs, label) => Difference(outputs, output, label) is { } d ? Math.Abs(d) : null,
        static loss => loss);

    /// <summary>Root mean squared error.</summary>
    /// <param name="output">Output that holds the predicted number.</param>
    public static QualityMetric SquaredError(string output = AnswerNames.Value) => new("rmse", (outputs, label) => Difference(outputs, output, label) is { } d ? d * d : null, Math.Sqrt);

    /// <summary>Log loss in nats of a binary classifier; probabilities are clipped to [1e-15, 1 - 1e-15].</summary>
    /// <param name="positive">The label whose probability the output holds.</param>
    /// <param name="output">Output with the probability of <paramref name="positive"/>.</param>
    public static QualityMetric BinaryLogLoss(Value positive, string output = AnswerNames.Probability) => LogLoss((outputs, label) =>
        Number(Find(outputs, output)) is { } p ? (ValueConversion.IsSame(label, positive) ? p : 1 - p) : null);

    /// <summary>Log loss in nats of a classifier that puts out one probability a class, in columns named "output.class"; probabilities are clipped to [1e-15, 1 - 1e-15].</summary>
    /// <param name="output">Output with the probabilities. A row whose label is none of the classes is not scored.</param>
    public static QualityMetric LogLoss(string output = AnswerNames.Probability) => LogLoss((outputs, label) => Number(Find(outputs, AnswerNames.ElementOf(output, label.AsText() ?? ""))));

    /// <summary>Log loss in nats; probabilities are clipped to [1e-15, 1 - 1e-15].</summary>
    /// <param name="probabilityOfLabel">The probability that the answer gave to the true label; null when it gave none.</param>
    public static QualityMetric LogLoss(Func<Row, Value, double?> probabilityOfLabel)
    {
        ArgumentNullException.ThrowIfNull(probabilityOfLabel);
        return new("logLoss", (outputs, label) => probabilityOfLabel(outputs, label) is { } p ? -Math.Log(Math.Clamp(p, 1e-15, 1 - 1e-15)) : null, static loss => loss);
    }

    /// <summary>The metric that suits the outputs: accuracy where there is a "label", otherwise mean absolute error of "value"; null where there is neither.</summary>
    public static QualityMetric? For(RowSchema outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return outputs.IndexOf(AnswerNames.Label) >= 0 ? Accuracy() : outputs.IndexOf(AnswerNames.Value) >= 0 ? AbsoluteError() : null;
    }

    private static Value Find(Row outputs, string name) => outputs.Schema.IndexOf(name) is >= 0 and var at ? outputs[at] : Value.Missing;

    private static double? Difference(Row outputs, string output, Value label) =>
        Number(Find(outputs, output)) is { } answer && Number(label) is { } truth && double.IsFinite(answer - truth) ? answer - truth : null;

    private static double? Number(Value value) => ValueConversion.TryNumber(value, out double number) ? number : null;
}
