using System.Globalization;
using System.Text;
using System.Text.Json;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>What a mitigation costs in accuracy and brings in parity, on the same rows before and after.</summary>
public sealed record MitigationPrice
{
    /// <summary>Rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Accuracy, balanced accuracy, selection rate, and the disparities between groups.</summary>
    public required IReadOnlyList<PriceLine> Lines { get; init; }

    /// <summary>Interval of the change in accuracy (Student's, of paired rows).</summary>
    public ConfidenceInterval? AccuracyChange { get; init; }

    /// <summary>Rows decided otherwise than before.</summary>
    public required int Changed { get; init; }

    /// <summary>Fairness before.</summary>
    public required GroupFairness Before { get; init; }

    /// <summary>Fairness after.</summary>
    public required GroupFairness After { get; init; }

    /// <summary>A number by its name.</summary>
    /// <exception cref="ArgumentException">There is no such number; the message lists those there are.</exception>
    public PriceLine this[string name] => Lines.FirstOrDefault(l => l.Name == name) ?? throw new ArgumentException($"There is no '{name}'. There are: {string.Join(", ", Lines.Select(l => l.Name))}.", nameof(name));

    /// <summary>The price of any mitigation: two sets of predictions on the same rows.</summary>
    /// <exception cref="ArgumentException">The sets are not of the same rows, or lengths differ.</exception>
    public static MitigationPrice Between(PredictionSet before, PredictionSet after, GroupColumn groups, FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(groups);
        SameRows.Check(before, after);
        options ??= new();
        GroupFairness was = GroupFairness.Of(before, [groups], options), now = GroupFairness.Of(after, [groups], options);
        var change = default(RunningMean);
        int changed = 0;
        for (int i = 0; i < before.Count; i++)
        {
            bool first = before.Predicted[i] == before.Labels[i], second = after.Predicted[i] == before.Labels[i];
            changed += before.Predicted[i] == after.Predicted[i] ? 0 : 1;
            if (before[i].Weight > 0)
            {
                change.Add((second ? 1 : 0) - (first ? 1 : 0), before[i].Weight);
            }
        }

        FairnessCriterion[] criteria = [FairnessCriterion.DemographicParity, FairnessCriterion.EqualizedOdds, FairnessCriterion.EqualOpportunity, FairnessCriterion.PredictiveEquality, FairnessCriterion.PredictiveParity, FairnessCriterion.AccuracyParity];
        return new()
        {
            Rows = before.Count,
            Changed = changed,
            AccuracyChange = change.Interval(options.Confidence),
            Before = was,
            After = now,
            Lines =
            [
                new("accuracy", was.Overall.Accuracy.Value, now.Overall.Accuracy.Value),
                new("balancedAccuracy", before.Score(new BalancedAccuracy()).Value, after.Score(new BalancedAccuracy()).Value),
                new("selectionRate", was.Overall.SelectionRate.Value, now.Overall.SelectionRate.Value),
                .. criteria.Select(c => new PriceLine($"{was.Difference(c).Of}Difference", was.Difference(c).Value, now.Difference(c).Value)),
                new("demographicParityRatio", was.Ratio(FairnessCriterion.DemographicParity).Value, now.Ratio(FairnessCriterion.DemographicParity).Value),
            ],
        };
    }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FairnessJson.Default.MitigationPrice);

    /// <summary>As a table for people.</summary>
    public string Explain()
    {
        var text = new StringBuilder();
        string interval = AccuracyChange is { } i ? string.Create(CultureInfo.InvariantCulture, $", accuracy changes by {this["accuracy"].Change:+0.0000;-0.0000;0} [{i.Low:F4}, {i.High:F4}]") : "";
        text.AppendLine(CultureInfo.InvariantCulture, $"{Changed} of {Rows} rows are decided otherwise{interval}");
        foreach (PriceLine line in Lines)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {line.Name,-32} {line.Before,8:F4} -> {line.After,8:F4}  {line.Change:+0.0000;-0.0000;0.0000}");
        }

        return text.ToString();
    }

    /// <inheritdoc />
    public override string ToString() => $"MitigationPrice {{ Rows = {Rows}, Lines = {Shown.List(Lines)}, AccuracyChange = {AccuracyChange}, Changed = {Changed}, Before = {Before}, After = {After} }}";
}
