using System.Globalization;
using AiInfra.Evaluation.Comparisons;

namespace AiInfra.Evaluation.Gates;

/// <summary>Says a comparison in words.</summary>
internal static class Words
{
    public static string Of(ModelComparison c, string other)
    {
        string direction = c.Improvement >= 0 ? "better" : "worse";
        string change = double.IsNaN(c.Improvement)
            ? "the metric is undefined on these rows"
            : $"{Number(c.Challenger)} against {other}'s {Number(c.Champion)}, {direction} by {Number(Math.Abs(c.Improvement))}";
        string interval = c.Interval is { } i ? $" (interval {Number(i.Low)} to {Number(i.High)})" : "";
        return $"{change}{interval} on {c.Rows} rows; {c.Test}, p {Number(c.IsRefuted ? c.PValueWorse : c.PValueBetter)}";
    }

    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
