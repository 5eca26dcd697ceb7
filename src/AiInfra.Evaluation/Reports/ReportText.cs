using System.Globalization;
using AiInfra.Core.Statistics;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Words and numbers as reports show them.</summary>
internal static class ReportText
{
    public static string Number(double value) => double.IsNaN(value) ? "undefined" : value.ToString(Math.Abs(value) is >= 1e-4 and < 1e7 or 0 ? "0.####" : "G4", CultureInfo.InvariantCulture);

    public static string Percent(double share) => double.IsNaN(share) ? "undefined" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    public static string Interval(Score score) => Interval(score.Interval);

    public static string Interval(ConfidenceInterval? interval) => interval is { } i && !double.IsNaN(i.Low) ? $"{Number(i.Low)} to {Number(i.High)}" : "";

    public static string Finding(ModelComparison c) => Finding(c.IsShown, c.IsRefuted, c.RowsNeeded);

    public static string Finding(SliceComparison s) => Finding(s.IsBetter, s.IsWorse, null);

    public static string Name(Verdict verdict) => verdict switch { Verdict.Pass => "pass", Verdict.Fail => "fail", _ => "not enough evidence" };

    public static IEnumerable<Disparity> Differences(GroupFairness groups) => groups.Disparities
        .Where(d => d.Disparity is { Comparison: GroupComparison.Between, Measure: DisparityMeasure.Difference } && d.Aggregate == OddsAggregate.Worst)
        .Select(d => d.Disparity);

    public static string FourFifths(AdverseImpact impact) => impact.Reference is null ? "Four-fifths rule: nobody is chosen." : string.Create(
        CultureInfo.InvariantCulture,
        $"Four-fifths rule: {impact.Finding switch { ImpactFinding.Adverse => "adverse impact", ImpactFinding.None => "kept", _ => "not enough evidence" }}; the lowest ratio to {impact.Reference} is {impact.Groups.Select(g => g.Ratio).DefaultIfEmpty(double.NaN).Min():0.###}.");

    public static string Subtitle(ComparisonReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"The same {report.Rows} rows, paired tests with {report.Metrics[0].Confidence:P0} one-sided confidence, {report.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC. A metric's improvement is positive when the challenger is better, whichever direction the metric has.");

    public static string Subtitle(EvaluationReport report)
    {
        string model = report.Model is null ? "" : $"Model {report.Model}, ";
        string dataset = report.Dataset is null ? "" : $" of dataset {report.Dataset}";
        string unlabelled = report.Unlabelled == 0 ? "" : $" ({report.Unlabelled} more had no label)";
        return string.Create(CultureInfo.InvariantCulture, $"{model}{report.Rows} rows{dataset}{unlabelled}, intervals at {report.Confidence * 100:0.#} %, {report.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
    }

    private static string Finding(bool better, bool worse, long? needed) =>
        better ? "better" : worse ? "worse" : needed is { } n ? $"not shown; about {n} more rows" : "not shown";
}
