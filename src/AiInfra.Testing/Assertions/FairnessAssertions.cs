using System.Globalization;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Testing;

/// <summary>Assertions about groups of people.</summary>
public static class FairnessAssertions
{
    /// <summary>Groups are no further apart than a difference, by one criterion: the difference as it is measured. Where it must be shown with confidence, use a gate's <c>FairWithin</c>.</summary>
    /// <param name="fairness">The groups: <c>GroupFairness.By(predictions, "sex")</c>.</param>
    /// <param name="criterion">What should be equal in all groups.</param>
    /// <param name="difference">The largest difference allowed between any two groups, from 0 to 1.</param>
    /// <exception cref="ModelAssertionException">They are further apart, or there is nothing to compare: one group, or no group with a value.</exception>
    public static GroupFairness ShouldBeFairWithin(this GroupFairness fairness, FairnessCriterion criterion, double difference)
    {
        ArgumentNullException.ThrowIfNull(fairness);
        if (!(difference is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(difference), difference, "A difference allowed is at least 0 and below 1.");
        }

        Disparity found = fairness.Difference(criterion);
        string columns = string.Join(" and ", fairness.Columns), notes = found.Notes.Count == 0 ? "" : $" ({string.Join("; ", found.Notes)})";
        if (double.IsNaN(found.Value) || fairness.Groups.Count - found.Undefined < 2)
        {
            throw new ModelAssertionException($"{criterion} by {columns} cannot be judged: {(double.IsNaN(found.Value) ? "no two groups have a value" : $"there is one group with a value, {found.Lowest}")}{notes}.");
        }

        if (!(found.Value <= difference))
        {
            string interval = found.Interval is { } i ? $" (interval {Text(i.Low)} to {Text(i.High)})" : "";
            throw new ModelAssertionException($"{criterion} by {columns} should be within {Text(difference)} but the groups are {Text(found.Value)} apart{interval}: lowest {found.Lowest}, highest {found.Highest}{notes}.\n{fairness.Explain()}");
        }

        return fairness;
    }

    /// <summary>Groups of a report are no further apart than a difference, by one criterion.</summary>
    /// <param name="report">A report whose evaluation asked for fairness.</param>
    /// <param name="criterion">What should be equal in all groups.</param>
    /// <param name="difference">The largest difference allowed between any two groups, from 0 to 1.</param>
    /// <param name="columns">The group columns as the evaluation named them; none for all it judged.</param>
    /// <exception cref="ModelAssertionException">They are further apart, or there is nothing to compare.</exception>
    /// <exception cref="ArgumentException">The report judged no such columns; the message lists those it did.</exception>
    public static EvaluationReport ShouldBeFairWithin(this EvaluationReport report, FairnessCriterion criterion, double difference, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(columns);
        GroupFairness[] asked = [.. report.Fairness.Where(f => columns.Length == 0 || f.Columns.SequenceEqual(columns, StringComparer.Ordinal))];
        if (asked.Length == 0)
        {
            string judged = report.Fairness.Count == 0 ? "nothing; add FairnessBy(...)" : string.Join("; ", report.Fairness.Select(f => string.Join(" and ", f.Columns)));
            throw new ArgumentException($"Evaluation '{report.Name}' did not judge fairness by {(columns.Length == 0 ? "any column" : string.Join(" and ", columns))}. It judged: {judged}.", nameof(columns));
        }

        foreach (GroupFairness fairness in asked)
        {
            fairness.ShouldBeFairWithin(criterion, difference);
        }

        return report;
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
