using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Curves;

/// <summary>A decision threshold, and what it would have decided on the rows it was chosen on. On new rows it does a little worse: choose on one part of the data, judge on another.</summary>
/// <param name="Threshold">Rows with this score or more are called positive; infinity calls none.</param>
/// <param name="Counts">What it decides.</param>
/// <param name="Score">What was asked to be best, reached at this threshold: name, value, rows, signature.</param>
public sealed record ThresholdChoice(double Threshold, BinaryCounts Counts, Score Score)
{
    /// <summary>Whether the demand (a precision, recall or false positive rate) was met. When no threshold meets it, this is the one that comes nearest.</summary>
    public bool IsMet { get; init; } = true;

    /// <summary>Rows with a weight above 0.</summary>
    public long Count => Score.Count;

    /// <summary>Share of the called rows that are positive; NaN when none is called.</summary>
    public double Precision => Counts.Precision;

    /// <summary>Share of the positive rows that are called.</summary>
    public double Recall => Counts.Recall;

    /// <summary>Share of the negative rows that are called.</summary>
    public double FalsePositiveRate => Counts.FalsePositiveRate;

    /// <summary>Wilson's interval of the precision; null when no row is called.</summary>
    public ConfidenceInterval? PrecisionInterval(double confidence = 0.95) => Interval(Counts.TruePositives, Counts.TruePositives + Counts.FalsePositives, confidence);

    /// <summary>Wilson's interval of the recall; null without positive rows.</summary>
    public ConfidenceInterval? RecallInterval(double confidence = 0.95) => Interval(Counts.TruePositives, Counts.TruePositives + Counts.FalseNegatives, confidence);

    // Weights count as shares of the rows, not as rows.
    private ConfidenceInterval? Interval(double successes, double trials, double confidence)
    {
        double scale = Count / Counts.Total;
        return trials > 0 ? ProportionInterval.Wilson(Math.Min(successes, trials) * scale, trials * scale, confidence) : null;
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"threshold {Threshold:G6}: {Score.Name} {Score.Value:G6}, precision {Precision:G4}, recall {Recall:G4}, n {Count}{(IsMet ? "" : ", demand not met")}");
}
