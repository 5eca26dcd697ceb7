using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Evaluation.Slices;

namespace AiInfra.Testing;

/// <summary>Assertions about parts of the rows.</summary>
public static class SliceAssertions
{
    /// <summary>No part of the rows is shown to be worse than the rest.</summary>
    /// <remarks>The search corrects for all it looks at, so a bad slice of few rows may not show: it is a guard against what is plain.</remarks>
    /// <exception cref="ModelAssertionException">One is, with a line for each; or no slice had rows enough to be tested.</exception>
    public static SliceReport ShouldHaveNoBadSlices(this SliceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Check(report, "worse than the rest");
        return report;
    }

    /// <summary>No part of the rows of an evaluation is shown to be worse than the rest.</summary>
    /// <exception cref="ModelAssertionException">One is, with a line for each; or no slice had rows enough to be tested.</exception>
    /// <exception cref="ArgumentException">The evaluation did not look for slices.</exception>
    public static EvaluationReport ShouldHaveNoBadSlices(this EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        (report.BadSlices ?? throw new ArgumentException($"Evaluation '{report.Name}' did not look for slices; add FindBadSlices().", nameof(report))).ShouldHaveNoBadSlices();
        return report;
    }

    /// <summary>A metric of an evaluation is at least a value on every slice it cut, as it is measured; slices with fewer rows are left out.</summary>
    /// <param name="report">A report whose evaluation cut slices.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="value">The value, in its unit.</param>
    /// <param name="minimumRows">Slices with fewer rows are left out.</param>
    /// <exception cref="ModelAssertionException">A slice is below, or its metric undefined, with a line for each; or no slice has as many rows.</exception>
    /// <exception cref="ArgumentException">The evaluation has no such metric, or cut no slices.</exception>
    public static EvaluationReport ShouldBeAtLeastOnEverySlice(this EvaluationReport report, string metric, double value, int minimumRows = 30)
    {
        ArgumentNullException.ThrowIfNull(report);
        _ = report[metric];
        if (report.Slices.Count == 0)
        {
            throw new ArgumentException($"Evaluation '{report.Name}' cut no slices; add SliceBy(...).", nameof(report));
        }

        SliceScores[] judged = [.. report.Slices.Where(s => s.Rows >= minimumRows)];
        if (judged.Length == 0)
        {
            throw new ModelAssertionException($"No slice of '{report.Name}' has {minimumRows} rows or more; the largest has {report.Slices.Max(s => s.Rows)}.");
        }

        string[] low = [.. judged.Select(s => (Slice: s, Score: s.Metrics.First(m => m.Name == metric))).Where(s => !(s.Score.Value >= value)).Select(s => $"{s.Slice.By} = {s.Slice.Name}: {s.Score}")];
        return low.Length == 0
            ? report
            : throw new ModelAssertionException(FormattableString.Invariant($"{metric} should be at least {value} on every slice of '{report.Name}' but is not on {low.Length} of {judged.Length}:\n  ") + string.Join("\n  ", low));
    }

    /// <summary>No part of the rows is shown to be worse with a candidate than with the champion: slices are looked for, and named by their conditions.</summary>
    /// <param name="candidate">The candidate's predictions, with their inputs.</param>
    /// <param name="champion">The champion's predictions of the same rows.</param>
    /// <param name="options">How slices are looked for; null takes the defaults.</param>
    /// <exception cref="ModelAssertionException">One is, with a line for each; or no slice had rows enough to be tested.</exception>
    public static PredictionSet ShouldNotBeWorseOnAnySlice(this PredictionSet candidate, PredictionSet champion, SliceFinderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(champion);
        Check(new SliceFinder(options ?? new()).FindRegressions(candidate, champion), "worse than with the champion");
        return candidate;
    }

    private static void Check(SliceReport report, string how)
    {
        if (report.Tested == 0)
        {
            string skipped = report.Skipped.Count == 0 ? "" : $" Columns left out: {string.Join("; ", report.Skipped)}.";
            throw new ModelAssertionException($"No slice of the {report.Rows} rows could be tested: a slice needs {report.Floor} rows.{skipped}");
        }

        if (report.Slices.Count > 0)
        {
            throw new ModelAssertionException($"{(report.Slices.Count == 1 ? "A slice is" : $"{report.Slices.Count} slices are")} {how} ({report.Tested} were tested, all together corrected):\n  {string.Join("\n  ", report.Slices)}");
        }
    }
}
