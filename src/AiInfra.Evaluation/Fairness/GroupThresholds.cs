using System.Text.Json;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Thresholds by group, saved with the model and applied to its scores by the service. Applying them needs each row's group; whether that may be used in decisions is a question of law, not of this class.</summary>
public sealed record GroupThresholds
{
    /// <summary>The attribute.</summary>
    public required string Column { get; init; }

    /// <summary>The label that is selected.</summary>
    public required string Positive { get; init; }

    /// <summary>What was made equal.</summary>
    public required ThresholdConstraint Constraint { get; init; }

    /// <summary>What was made large.</summary>
    public required ThresholdObjective Objective { get; init; }

    /// <summary>Seed of the lots.</summary>
    public required long Seed { get; init; }

    /// <summary>Rows they were fitted on.</summary>
    public required int Rows { get; init; }

    /// <summary>One rule a group.</summary>
    public required IReadOnlyList<GroupRule> Groups { get; init; }

    /// <summary>Whether no lot is drawn.</summary>
    public bool IsDeterministic => Groups.All(g => g.IsDeterministic);

    /// <summary>Chance that a row is selected.</summary>
    /// <exception cref="ArgumentException">The group is not known (the message lists those that are), or the score is NaN.</exception>
    public double Chance(double score, string group) => (Groups.FirstOrDefault(g => g.Group == group)
        ?? throw new ArgumentException($"There is no threshold for group '{group}' by '{Column}'. Groups: {string.Join(", ", Groups.Select(g => g.Group))}.", nameof(group))).Chance(score);

    /// <summary>Whether a row is selected. The same row id with the same score is always decided alike; a higher score of it is never decided worse.</summary>
    /// <param name="score">Score or probability of the positive class.</param>
    /// <param name="group">The row's group.</param>
    /// <param name="rowId">The row's id; needed where the rule draws lots.</param>
    /// <exception cref="ArgumentException">The group is not known, the score is NaN, or a lot is drawn and there is no id.</exception>
    public bool Decide(double score, string group, string? rowId = null)
    {
        double chance = Chance(score, group);
        if (chance is 0 or 1)
        {
            return chance == 1;
        }

        return RowLot.Of(Seed, rowId ?? throw new ArgumentException($"Group '{group}' is decided by lot at the score {score}; give the row's id, so that it is always decided alike.", nameof(rowId))) < chance;
    }

    /// <summary>The decisions on predictions of two classes, as predicted classes; truth, weights, inputs and ids stay.</summary>
    /// <exception cref="ArgumentException">The predictions have no probabilities of two classes, the positive label is not theirs, lengths differ or a group is not known.</exception>
    public PredictionSet Apply(PredictionSet predictions, GroupColumn groups)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(groups);
        ThresholdOptimizer.Require(predictions, groups, 1);
        ClassLabels classes = predictions.Classes!;
        int positive = classes.IndexOf(Positive);
        if (positive < 0)
        {
            throw new ArgumentException($"The thresholds select '{Positive}'; the labels are {string.Join(", ", classes.Names)}.", nameof(predictions));
        }

        var predicted = new int[predictions.Count];
        var weights = new double[predictions.IsWeighted ? predicted.Length : 0];
        for (int i = 0; i < predicted.Length; i++)
        {
            Outcome outcome = predictions[i];
            predicted[i] = Decide(outcome.Probabilities[positive], groups.Values[i], predictions.Ids[i]) ? positive : 1 - positive;
            if (predictions.IsWeighted)
            {
                weights[i] = outcome.Weight;
            }
        }

        return PredictionSet.OfLabels(classes, predictions.Labels, predicted, weights, predictions.Inputs, predictions.HasIds ? predictions.Ids : null);
    }

    /// <summary>What they cost and bring on other rows than they were fitted on, against the most probable class.</summary>
    /// <param name="predictions">Predictions of two classes with probabilities.</param>
    /// <param name="groups">The groups of the rows.</param>
    /// <param name="options">How fairness is judged; the positive class is that of the thresholds.</param>
    /// <exception cref="ArgumentException">As <see cref="Apply"/>.</exception>
    public MitigationPrice PriceOn(PredictionSet predictions, GroupColumn groups, FairnessOptions? options = null)
    {
        PredictionSet after = Apply(predictions, groups);
        return MitigationPrice.Between(predictions, after, groups, (options ?? new()) with { Positive = after.Classes!.IndexOf(Positive) });
    }

    /// <summary>As JSON, for the service.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FairnessJson.Default.GroupThresholds);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a record, or a rule does not ascend in [0, 1]; the message names the group.</exception>
    public static GroupThresholds FromJson(string json)
    {
        GroupThresholds read = JsonSerializer.Deserialize(json, FairnessJson.Default.GroupThresholds) ?? throw new JsonException("Thresholds by group are expected, null was found.");
        foreach (GroupRule rule in read.Groups)
        {
            for (int i = 0; i < rule.Steps.Count; i++)
            {
                ThresholdStep step = rule.Steps[i], before = i == 0 ? new(double.NegativeInfinity, 0) : rule.Steps[i - 1];
                if (!(step.Chance >= before.Chance && step.Chance <= 1 && step.From >= before.From))
                {
                    throw new JsonException($"Step {i} of group '{rule.Group}' is {step}; steps ascend in score and in chance from 0 to 1.");
                }
            }
        }

        return read;
    }

    /// <inheritdoc />
    public override string ToString() => $"GroupThresholds {{ Column = {Column}, Positive = {Positive}, Constraint = {Constraint}, Objective = {Objective}, Seed = {Seed}, Rows = {Rows}, Groups = {Shown.List(Groups)} }}";
}
