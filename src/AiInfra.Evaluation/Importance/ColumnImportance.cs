using System.Globalization;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Importance;

/// <summary>How much worse a model answers when a column tells it nothing.</summary>
/// <param name="Column">The column.</param>
/// <param name="Drop">Mean loss of the metric over the repeats: above 0 the column helps, about 0 it is not used, below 0 it harms.</param>
/// <param name="Interval">Student's interval of the mean over the repeats; it knows the chance of the shuffles, not that of the rows.</param>
/// <param name="Drops">The loss in each repeat.</param>
public sealed record ColumnImportance(string Column, double Drop, ConfidenceInterval Interval, IReadOnlyList<double> Drops)
{
    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Column} {Drop:0.#####} [{Interval.Low:0.#####}, {Interval.High:0.#####}]");
}
