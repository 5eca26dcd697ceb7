using System.Globalization;
using System.Runtime.CompilerServices;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;

namespace AiInfra.Testing;

/// <summary>Assertions about metrics. Each gives back what it was asked about, so that they chain.</summary>
public static class MetricAssertions
{
    // Another processor adds in another order: the last bits of a mean are no regression.
    private const double Rounding = 1e-12;

    /// <summary>A metric of a report is at least a value.</summary>
    /// <exception cref="ModelAssertionException">It is less, or undefined.</exception>
    /// <exception cref="ArgumentException">The report has no such metric; the message lists those it has.</exception>
    public static EvaluationReport ShouldBeAtLeast(this EvaluationReport report, string metric, double value)
    {
        ArgumentNullException.ThrowIfNull(report);
        Check(Find(report, metric), value, atLeast: true, report);
        return report;
    }

    /// <summary>A metric of a report is at most a value.</summary>
    /// <exception cref="ModelAssertionException">It is more, or undefined.</exception>
    /// <exception cref="ArgumentException">The report has no such metric; the message lists those it has.</exception>
    public static EvaluationReport ShouldBeAtMost(this EvaluationReport report, string metric, double value)
    {
        ArgumentNullException.ThrowIfNull(report);
        Check(Find(report, metric), value, atLeast: false, report);
        return report;
    }

    /// <summary>A score is at least a value.</summary>
    /// <exception cref="ModelAssertionException">It is less, or undefined.</exception>
    public static Score ShouldBeAtLeast(this Score score, double value)
    {
        ArgumentNullException.ThrowIfNull(score);
        Check(score, value, atLeast: true, null);
        return score;
    }

    /// <summary>A score is at most a value.</summary>
    /// <exception cref="ModelAssertionException">It is more, or undefined.</exception>
    public static Score ShouldBeAtMost(this Score score, double value)
    {
        ArgumentNullException.ThrowIfNull(score);
        Check(score, value, atLeast: false, null);
        return score;
    }

    /// <summary>No metric of a report is worse than in a baseline file, in the direction that the metric itself calls worse.</summary>
    /// <inheritdoc cref="ShouldNotRegress(IEnumerable{Score}, string, double, bool?, string)"/>
    public static EvaluationReport ShouldNotRegress(
        this EvaluationReport report, string baselineFile, double tolerance = 0, bool? update = null, [CallerFilePath] string callerFile = "")
    {
        ArgumentNullException.ThrowIfNull(report);
        Regress(report.Name, report.Metrics, baselineFile, tolerance, update, callerFile);
        return report;
    }

    /// <summary>No score is worse than in a baseline file, in the direction that its metric itself calls worse.</summary>
    /// <remarks>
    /// The baseline is written where there is none, and when the environment variable <see cref="TestingSwitches.UpdateBaselines"/> is "1"; on a build server (<c>CI</c> or <c>TF_BUILD</c> is "true", or TeamCity, Jenkins, CodeBuild) a missing one fails instead.
    /// Metrics are compared by signature, so that a new definition is never taken for a better or worse model. Metrics that are new join at the next update.
    /// </remarks>
    /// <param name="scores">The scores, of any metrics: of classes, numbers, rankings or texts.</param>
    /// <param name="baselineFile">The file, JSON. A relative path starts at the folder of the source file that calls; commit it.</param>
    /// <param name="tolerance">By how much a metric may be worse, in its own unit; the rounding of another processor is always allowed.</param>
    /// <param name="update">Write the baseline anew; null asks the environment.</param>
    /// <param name="callerFile">Filled in by the compiler.</param>
    /// <exception cref="ModelAssertionException">A metric is worse, undefined, gone or defined otherwise; the file is missing on a build server, or is something else.</exception>
    public static IEnumerable<Score> ShouldNotRegress(
        this IEnumerable<Score> scores, string baselineFile, double tolerance = 0, bool? update = null, [CallerFilePath] string callerFile = "")
    {
        ArgumentNullException.ThrowIfNull(scores);
        Score[] all = [.. scores];
        Regress(Path.GetFileNameWithoutExtension(baselineFile), all, baselineFile, tolerance, update, callerFile);
        return all;
    }

    private static void Regress(string name, IReadOnlyList<Score> scores, string baselineFile, double tolerance, bool? update, string callerFile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        string path = SourcePath.Resolve(baselineFile, callerFile);
        bool exists = File.Exists(path);
        if ((update ?? TestingSwitches.IsOn(TestingSwitches.UpdateBaselines)) || (!exists && !TestingSwitches.IsBuildServer))
        {
            BaselineFile.Write(path, name, scores);
            return;
        }

        if (!exists)
        {
            throw new ModelAssertionException($"There is no baseline {path}, and a build server does not make one. Run the test on your machine and commit the file.");
        }

        string[] worse = [.. BaselineFile.Read(path).Select(b => Regression(b, scores, tolerance)).OfType<string>()];
        if (worse.Length > 0)
        {
            throw new ModelAssertionException(
                $"'{name}' is worse than its baseline on {Rows(scores)} rows:\n  {string.Join("\n  ", worse)}\nBaseline: {path}. Where this is meant, run once with {TestingSwitches.UpdateBaselines}=1 and commit the file.");
        }
    }

    private static long Rows(IReadOnlyList<Score> scores) => scores.Count == 0 ? 0 : scores.Max(s => s.Count);

    private static string? Regression(BaselineMetric baseline, IReadOnlyList<Score> scores, double tolerance)
    {
        Score? score = scores.FirstOrDefault(m => m.Signature == baseline.Signature && m.Name == baseline.Name);
        if (score is null)
        {
            return scores.Any(m => m.Name == baseline.Name)
                ? $"{baseline.Name}: is defined otherwise now ({scores.First(m => m.Name == baseline.Name).Signature}, it was {baseline.Signature})"
                : $"{baseline.Name}: is gone; it was {Text(baseline.Value)}";
        }

        double loss = score.HigherIsBetter ? baseline.Value - score.Value : score.Value - baseline.Value;
        return double.IsNaN(baseline.Value) || score.Value.Equals(baseline.Value) || loss <= tolerance + (Rounding * Math.Max(1, Math.Abs(baseline.Value)))
            ? null
            : $"{score.Name}: {Text(score.Value)} was {Text(baseline.Value)}{(double.IsNaN(loss) ? "" : $", worse by {Text(loss)}")}{(tolerance > 0 ? $"; {Text(tolerance)} is allowed" : "")}";
    }

    private static Score Find(EvaluationReport report, string metric) => report.Metrics.FirstOrDefault(m => m.Name == metric)
        ?? throw new ArgumentException($"The report has no metric '{metric}'. It has: {string.Join(", ", report.Metrics.Select(m => m.Name))}.", nameof(metric));

    private static void Check(Score score, double value, bool atLeast, EvaluationReport? report)
    {
        if (!(atLeast ? score.Value >= value : score.Value <= value))
        {
            string where = report is null ? $"{score.Count} rows" : $"{score.Count} rows of '{report.Name}'{(report.Model is null ? "" : $", model {report.Model}")}";
            string interval = score.Interval is { } i ? $" (interval {Text(i.Low)} to {Text(i.High)})" : "";
            throw new ModelAssertionException($"{score.Name} should be at {(atLeast ? "least" : "most")} {Text(value)} but is {Text(score.Value)}{interval} on {where}.");
        }
    }

    private static string Text(double value) => double.IsNaN(value) ? "undefined" : value.ToString(Math.Abs(value) is > 0 and < 1e-4 ? "G3" : "0.######", CultureInfo.InvariantCulture);
}
