using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Words and numbers as reports show them.</summary>
internal static class ReportText
{
    /// <summary>A number at an axis, short: 20000 is "20k".</summary>
    public static string Tick(double value)
    {
        (double size, string unit) = Math.Abs(value) switch { < 1e4 or >= 1e15 => (1.0, ""), < 1e6 => (1e3, "k"), < 1e9 => (1e6, "M"), < 1e12 => (1e9, "G"), _ => (1e12, "T") };
        return Math.Abs(value) < 1e-12 ? "0" : (value / size).ToString("G4", CultureInfo.InvariantCulture) + unit;
    }

    public static string Percent(double share) => double.IsNaN(share) ? "undefined" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    public static string Sentence(ClassImbalance imbalance) =>
        $"{Words.Percent(imbalance.Share)} of the rows are '{imbalance.Majority}': always answering so has an accuracy of {GateText.Number(imbalance.Share)}. Judge by what an answer that never changes cannot have: balanced accuracy, Matthews correlation, average precision.";

    public static IEnumerable<Score> Scores(EvaluationReport report) => report.Imbalance is { } imbalance ? report.Metrics.Concat(imbalance.Beside) : report.Metrics;

    public static string Finding(ModelComparison c) => c.HasEvidence ? Finding(c.IsShown, c.IsRefuted, c.RowsNeeded, c.Units) : "no evidence";

    public static string Finding(SliceComparison s) => Finding(s.IsBetter, s.IsWorse, null, s.Comparison.Units);

    /// <summary>The smaller p-value; nothing where nothing was tested.</summary>
    public static string PValue(ModelComparison c) => c.HasEvidence ? GateText.PValue(Math.Min(c.PValueBetter, c.PValueWorse)) : "";

    public static string Name(SliceCorrection correction) => correction == SliceCorrection.BenjaminiHochberg ? "Benjamini-Hochberg" : correction.ToString();

    public static IEnumerable<Disparity> Differences(GroupFairness groups) => groups.Disparities
        .Where(d => d.Disparity is { Comparison: GroupComparison.Between, Measure: DisparityMeasure.Difference } && d.Aggregate == OddsAggregate.Worst)
        .Select(d => d.Disparity);

    public static string FourFifths(AdverseImpact impact) => impact.Reference is null ? "Four-fifths rule: nobody is chosen." : string.Create(
        CultureInfo.InvariantCulture,
        $"Four-fifths rule: {impact.Finding switch { ImpactFinding.Adverse => "adverse impact", ImpactFinding.None => "kept", _ => "not enough evidence" }}; the lowest ratio to {impact.Reference} is {impact.Groups.Select(g => g.Ratio).DefaultIfEmpty(double.NaN).Min():0.###}.");

    /// <summary>A part's name; an empty value has one too.</summary>
    public static string Part(string name) => name.Length == 0 ? "(empty)" : name;

    /// <summary>A text cut to so many pixels of a 12.5 pixel font, as far as that can be known without the font.</summary>
    public static string Fit(string text, double pixels)
    {
        double width = 0;
        for (int i = 0; i < text.Length; i++)
        {
            width += text[i] switch
            {
                'i' or 'j' or 'l' or 'I' or 't' or 'f' or 'r' or ' ' or '.' or ',' or ':' or ';' or '|' or '!' or '\'' or '(' or ')' => 4.6,
                'm' or 'w' or 'M' or 'W' or '@' or '%' => 11.5,
                >= 'A' and <= 'Z' or '<' or '>' or '=' or '+' => 9.5,
                < '\u2000' => 7.7,
                _ => 12.5,
            };
            if (width > pixels)
            {
                return Short(text, Math.Max(2, i));
            }
        }

        return text;
    }

    /// <summary>A text cut to so many characters, never within one that takes two.</summary>
    public static string Short(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1), "…");

    public static string Subtitle(ComparisonReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"The same {report.Rows} {Units(report)}, paired tests with {Words.Percent(report.Metrics[0].Confidence)} one-sided confidence, {HtmlNumbers.Minute(report.At)}. A metric's improvement is positive when the candidate is better, whichever direction the metric has.");

    /// <summary>The end of a text, so many characters of it, never within one that takes two.</summary>
    public static string End(string text, int most) =>
        text.Length <= most ? text : string.Concat("…", text.AsSpan(char.IsLowSurrogate(text[^(most - 1)]) ? text.Length - most + 2 : text.Length - most + 1));

    private static string Units(ComparisonReport report) => report.Task is not null ? "rows" : report.Metrics.Select(m => m.Units).Distinct(StringComparer.Ordinal).ToArray() is [var units] ? units : "units";

    public static string Subtitle(EvaluationReport report)
    {
        string model = report.Model is null ? "" : $"Model {report.Model}, ";
        string dataset = report.Dataset is null ? "" : $" of dataset {report.Dataset}";
        string unlabelled = report.Unlabelled == 0 ? "" : $" ({report.Unlabelled} more had no label)";
        return string.Create(CultureInfo.InvariantCulture, $"{model}{report.Rows} {(report.Task is null ? "units" : "rows")}{dataset}{unlabelled}, intervals at {report.Confidence * 100:0.#} %, {HtmlNumbers.Minute(report.At)}.");
    }

    private static string Finding(bool better, bool worse, long? needed, string units) =>
        better ? "better" : worse ? "worse" : needed is { } n ? $"not shown; about {(units == "rows" ? Words.MoreRows(n) : string.Create(CultureInfo.InvariantCulture, $"{n} more {units}"))}" : "not shown";
}
