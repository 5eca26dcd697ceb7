using System.Text.Json.Serialization;

namespace AiInfra.Metrics.Statistics;

/// <summary>What a bootstrap found.</summary>
/// <param name="Estimate">The statistic on the rows as they are.</param>
/// <param name="StandardError">Standard deviation of the replicates.</param>
/// <param name="Interval">The interval; the estimate itself twice when all rows are alike.</param>
/// <param name="Undefined">Resamples on which the statistic was undefined; they are left out.</param>
/// <param name="Replicates">The statistic on every resample on which it was defined, ascending.</param>
public sealed record BootstrapResult(double Estimate, double StandardError, ConfidenceInterval Interval, int Undefined, IReadOnlyList<double> Replicates)
{
    /// <summary>Whether the statistic was undefined on more than half of the resamples; what is left says too little for an interval to be trusted.</summary>
    [JsonIgnore]
    public bool IsMostlyUndefined => Undefined > Replicates.Count;

    /// <summary>The same with replicates and interval moved so that they lie around the estimate. For statistics that are off on every resample because it holds fewer different units, such as mean average precision over many classes: what is left is how much they vary.</summary>
    public BootstrapResult Centred()
    {
        if (Replicates.Count == 0)
        {
            return this;
        }

        double shift = Estimate - Replicates.Average();
        return this with
        {
            Interval = Interval with { Low = Interval.Low + shift, High = Interval.High + shift },
            Replicates = [.. Replicates.Select(r => r + shift)],
        };
    }

    /// <summary>One-sided p-value against the hypothesis that the true value is at most this: (1 + replicates at most value) / (1 + replicates).</summary>
    public double PValueGreater(double value) => (1.0 + Replicates.Count(r => r <= value)) / (1.0 + Replicates.Count);

    /// <summary>One-sided p-value against the hypothesis that the true value is at least this.</summary>
    public double PValueLess(double value) => (1.0 + Replicates.Count(r => r >= value)) / (1.0 + Replicates.Count);

    /// <inheritdoc />
    public override string ToString() => $"BootstrapResult {{ Estimate = {Estimate}, StandardError = {StandardError}, Interval = {Interval}, Undefined = {Undefined}, Replicates = {Shown.List(Replicates)} }}";
}
