using System.Globalization;
using System.Text;
using System.Text.Json;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>How differently a classifier treats groups: rates by group with intervals, how far they are apart by each criterion, and the four-fifths rule.</summary>
public sealed record GroupFairness
{
    /// <summary>The group columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The positive label.</summary>
    public required string Positive { get; init; }

    /// <summary>All rows together.</summary>
    public required GroupRates Overall { get; init; }

    /// <summary>Rates by group, every combination of levels (those without rows too, as NaN).</summary>
    public required IReadOnlyList<GroupRates> Groups { get; init; }

    /// <summary>Every criterion, as difference and as ratio, between groups and to all rows. <see cref="Difference"/> and <see cref="Ratio"/> find one.</summary>
    public required IReadOnlyList<CriterionDisparity> Disparities { get; init; }

    /// <summary>The four-fifths rule.</summary>
    public required AdverseImpact Impact { get; init; }

    /// <summary>Groups that have no value for a rate.</summary>
    public int Undefined => Groups.Count(g => double.IsNaN(g.TruePositiveRate.Value) || double.IsNaN(g.FalsePositiveRate.Value) || g.TruePositiveRate.Undefined + g.FalsePositiveRate.Undefined > 0);

    /// <summary>Judges predictions by columns of their inputs; several columns make intersections.</summary>
    /// <exception cref="ArgumentException">There is no such column (the message lists those there are), or the predictions are of numbers.</exception>
    public static GroupFairness By(PredictionSet predictions, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(columns);
        return Of(predictions, [.. columns.Select(c => GroupColumn.From(predictions, c))]);
    }

    /// <summary>Judges predictions.</summary>
    /// <param name="predictions">Predicted classes, with probabilities or without.</param>
    /// <param name="groups">The groups of the rows; several columns make intersections.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">A column has another number of rows, there is none, or the predictions are of numbers.</exception>
    public static GroupFairness Of(PredictionSet predictions, IReadOnlyList<GroupColumn> groups, FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(groups);
        options ??= new();
        ClassLabels classes = predictions.Classes ?? throw new ArgumentException("Fairness is judged on predicted classes; these are predictions of numbers. A MetricFrame compares any metric by group.", nameof(predictions));
        return options.Positive >= 0 && options.Positive < classes.Count
            ? new FairnessJudge(predictions, groups, options).Judge(classes[options.Positive])
            : throw new ArgumentException($"The positive class is {options.Positive}; the label set has the classes 0 to {classes.Count - 1}.", nameof(options));
    }

    /// <summary>Judges columns of right and predicted answers.</summary>
    /// <param name="truth">Whether a row is positive.</param>
    /// <param name="predicted">Whether it is predicted positive.</param>
    /// <param name="groups">Its group.</param>
    /// <param name="weights">How much it counts; empty when all alike.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">Lengths differ or there is no row.</exception>
    public static GroupFairness Of(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, IReadOnlyList<string> groups, ReadOnlySpan<double> weights = default, FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), weights);
        Guard.Columns(truth.Length, groups.Count, nameof(groups), default);
        return Of(PredictionSet.OfLabels(ClassLabels.Binary, Indices(truth), Indices(predicted), weights), [new("group", groups)], options);
    }

    /// <summary>The difference by a criterion; 0 is parity.</summary>
    public Disparity Difference(FairnessCriterion criterion, GroupComparison comparison = GroupComparison.Between, OddsAggregate aggregate = OddsAggregate.Worst) => Find(criterion, DisparityMeasure.Difference, comparison, aggregate);

    /// <summary>The ratio by a criterion; 1 is parity.</summary>
    /// <exception cref="ArgumentException">The criterion is calibration, which has no ratio.</exception>
    public Disparity Ratio(FairnessCriterion criterion, GroupComparison comparison = GroupComparison.Between, OddsAggregate aggregate = OddsAggregate.Worst) => Find(criterion, DisparityMeasure.Ratio, comparison, aggregate);

    /// <summary>As JSON, without the rows of the groups.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FairnessJson.Default.GroupFairness);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a record.</exception>
    public static GroupFairness FromJson(string json) => JsonSerializer.Deserialize(json, FairnessJson.Default.GroupFairness) ?? throw new JsonException("A fairness record is expected, null was found.");

    /// <summary>As lines for people.</summary>
    public string Explain()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"'{Positive}' by {string.Join(", ", Columns)}");
        foreach (GroupRates g in Groups)
        {
            string notes = g.Notes.Count == 0 ? "" : $" ({string.Join("; ", g.Notes)})";
            text.AppendLine(CultureInfo.InvariantCulture, $"  {g.Group}: {g.Count} rows, selected {g.SelectionRate.Value:P1}, true positive rate {g.TruePositiveRate.Value:P1}, false positive rate {g.FalsePositiveRate.Value:P1}, accuracy {g.Accuracy.Value:P1}{notes}");
        }

        foreach (CriterionDisparity d in Disparities.Where(d => d.Disparity.Comparison == GroupComparison.Between && d.Disparity.Measure == DisparityMeasure.Difference && d.Aggregate == OddsAggregate.Worst))
        {
            text.AppendLine("  " + d.Disparity);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  four-fifths rule: {Impact.Finding}, lowest ratio {Impact.Groups.Select(g => g.Ratio).DefaultIfEmpty(double.NaN).Min():F3} of {Impact.Reference}");
        return text.ToString();
    }

    private static int[] Indices(ReadOnlySpan<bool> flags)
    {
        var indices = new int[flags.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = flags[i] ? 1 : 0;
        }

        return indices;
    }

    private Disparity Find(FairnessCriterion criterion, DisparityMeasure measure, GroupComparison comparison, OddsAggregate aggregate) =>
        Disparities.FirstOrDefault(d => d.Criterion == criterion && d.Disparity.Measure == measure && d.Disparity.Comparison == comparison && (d.Aggregate == aggregate || criterion != FairnessCriterion.EqualizedOdds))?.Disparity
            ?? throw new ArgumentException(
                criterion == FairnessCriterion.Calibration && measure == DisparityMeasure.Difference ? "Calibration by group needs probabilities; these predictions are of classes alone." : $"{criterion} has no {measure.ToString().ToLowerInvariant()}.",
                nameof(criterion));

    /// <inheritdoc />
    public override string ToString() => $"GroupFairness {{ Columns = {Shown.List(Columns)}, Positive = {Positive}, Overall = {Overall}, Groups = {Shown.List(Groups)}, Disparities = {Shown.List(Disparities)}, Impact = {Impact} }}";
}
