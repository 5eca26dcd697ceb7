using System.Globalization;
using System.Text.Json.Serialization;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics;

/// <summary>A metric's value with what is needed to trust and compare it.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Value">The value; NaN where undefined, and then <see cref="Undefined"/> is not 0 unless nothing was added.</param>
/// <param name="Count">Rows with a weight above 0.</param>
/// <param name="Signature">Metric, options and version.</param>
public sealed record Score(string Name, double Value, long Count, string Signature) : IScored
{
    /// <summary>The interval, where one is known or was bootstrapped.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>Parts (rows, or classes for averages over classes) on which the metric is not defined or replaced by convention, as the metric's summary says.</summary>
    public long Undefined { get; init; }

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; init; }

    /// <summary>Whether there is a value.</summary>
    [JsonIgnore]
    public bool IsDefined => !double.IsNaN(Value);

    /// <summary>The score itself; without its interval where that is of less confidence.</summary>
    Score IScored.Result(double confidence) => Interval is { } interval && interval.Confidence < confidence - 1e-9 ? this with { Interval = null } : this;

    /// <inheritdoc />
    public override string ToString()
    {
        string interval = Interval is { } i ? string.Create(CultureInfo.InvariantCulture, $" [{i.Low:G6}, {i.High:G6}]") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Name} {Value:G6}{interval}, n {Count}");
    }
}
