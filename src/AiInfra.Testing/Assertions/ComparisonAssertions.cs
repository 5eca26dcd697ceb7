using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Testing;

/// <summary>Assertions about two models on the same rows.</summary>
public static class ComparisonAssertions
{
    /// <summary>The candidate is shown to be better, or with a margin no worse by more than it.</summary>
    /// <exception cref="ModelAssertionException">It is not, or there is not enough evidence; the message has the numbers and the rows still needed.</exception>
    public static ModelComparison ShouldBeShown(this ModelComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.IsShown)
        {
            return comparison;
        }

        string needed = comparison.RowsNeeded is { } n ? $" About {n} more {comparison.Units} would probably settle it." : "";
        throw new ModelAssertionException($"The candidate should be {Wanted(comparison)} on {comparison.Metric} but {(comparison.IsRefuted ? "is shown not to be" : "that is not shown")}: {Text(comparison)}.{needed}");
    }

    /// <summary>No metric and no slice is shown to be worse than the champion's.</summary>
    /// <remarks>Not shown to be worse is not shown to be as good: where that is asked, compare with a margin and use <see cref="ShouldBeShown"/>.</remarks>
    /// <exception cref="ModelAssertionException">One is; the message has every one.</exception>
    public static ComparisonReport ShouldNotBeWorse(this ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string[] worse =
        [
            .. report.Metrics.Where(c => c.IsRefuted).Select(Text),
            .. report.Slices.Where(s => s.IsWorse).Select(s => $"{s.By} = {s.Name}: {Text(s.Comparison)}"),
        ];
        return worse.Length == 0
            ? report
            : throw new ModelAssertionException($"{report.Candidate} is shown to be worse than {report.Champion}:\n  {string.Join("\n  ", worse)}");
    }

    private static string Wanted(ModelComparison c) => c.Margin > 0 ? FormattableString.Invariant($"no worse than the champion by more than {c.Margin:G6}") : "better than the champion";

    private static string Text(ModelComparison c) => FormattableString.Invariant(
        $"{c.Metric} {c.Candidate:G6} against {c.Champion:G6} on {c.Rows} {c.Units} ({c.Test}, p better {c.PValueBetter:G3}, p worse {c.PValueWorse:G3})");
}
