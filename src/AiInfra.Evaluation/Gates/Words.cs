using System.Globalization;
using AiInfra.Evaluation.Comparisons;

namespace AiInfra.Evaluation.Gates;

/// <summary>Says a comparison in words.</summary>
internal static class Words
{
    public static string Of(ModelComparison c, string other)
    {
        string direction = c.Improvement == 0 ? "no different" : $"{(c.Improvement > 0 ? "better" : "worse")} by {Number(Math.Abs(c.Improvement))}";
        string change = double.IsNaN(c.Improvement)
            ? "the metric is undefined on these rows"
            : $"{Number(c.Candidate)} against {other}'s {Number(c.Champion)}, {direction}";
        string interval = c.Interval is { } i ? $" (interval {Number(i.Low)} to {Number(i.High)})" : "";
        double p = c.IsRefuted ? c.PValueWorse : c.PValueBetter;
        return $"{change}{interval} on {(c.Units == "rows" ? Rows(c.Rows) : string.Create(CultureInfo.InvariantCulture, $"{c.Rows} {c.Units}"))}; {c.Test}{(double.IsNaN(p) ? "" : p < 1e-300 ? ", p below 1E-300" : $", p {Number(p)}")}";
    }

    /// <summary>A share as people say it: "95 %", "99.9 %".</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.###} %");

    /// <summary>A name of the code as words: "EqualOpportunity" is "equal opportunity".</summary>
    public static string Plain(Enum name) => string.Concat(name.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    public static string Rows(long rows) => rows == 1 ? "1 row" : string.Create(CultureInfo.InvariantCulture, $"{rows} rows");

    /// <summary>"1 more row", "250 more rows".</summary>
    public static string MoreRows(long rows, string unit = "row") => string.Create(CultureInfo.InvariantCulture, $"{rows} more {unit}{(rows == 1 ? "" : "s")}");

    public static string Number(double value) => value.ToString(Math.Abs(value) is >= 1e4 and < 1e7 ? "0" : "G4", CultureInfo.InvariantCulture);
}
