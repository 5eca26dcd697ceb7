using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Chooses a threshold a group, after training, so that a rate is equal in all groups and accuracy as high as that allows (Hardt, Price, Srebro 2016; Agarwal et al. 2018). Plain thresholds where they do; lots between two thresholds where not.</summary>
/// <param name="options">What is made equal, and how.</param>
public sealed class ThresholdOptimizer(ThresholdOptions? options = null)
{
    private readonly ThresholdOptions _options = options ?? new();

    /// <summary>Fits thresholds. Use rows that the model was not trained on.</summary>
    /// <param name="predictions">Predictions of two classes with probabilities.</param>
    /// <param name="groups">The groups of the rows.</param>
    /// <exception cref="ArgumentException">The predictions have no probabilities of two classes, lengths differ, or a group has no positive (negative) row where its rate is constrained; the message names it.</exception>
    public ThresholdFit Fit(PredictionSet predictions, GroupColumn groups)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(groups);
        _options.Check();
        int positive = Require(predictions, groups, _options.Fairness.Positive);
        ThresholdGroup[] parts = [.. groups.Levels.Select(level => new ThresholdGroup(level, Rows(predictions, groups, level, positive)))];
        Degenerate(parts);
        double positives = parts.Sum(p => p.Positives), negatives = parts.Sum(p => p.Negatives);
        bool accuracy = _options.Objective == ThresholdObjective.Accuracy;
        double gainOfHit = accuracy ? 1 / (positives + negatives) : 0.5 / positives, gainOfRejection = accuracy ? 1 / (positives + negatives) : 0.5 / negatives;
        RatePoint[][] points = Array.ConvertAll(parts, p => p.Points(_options.Constraint, gainOfHit, gainOfRejection));
        GroupRule[] rules = _options.Constraint == ThresholdConstraint.EqualizedOdds
            ? EqualizedOddsRules.Of(parts, points, gainOfHit * positives, gainOfRejection * negatives)
            : ParityRules.Of(parts, points, _options);
        var thresholds = new GroupThresholds
        {
            Column = groups.Name,
            Positive = predictions.Classes![positive],
            Constraint = _options.Constraint,
            Objective = _options.Objective,
            Seed = _options.Seed,
            Rows = predictions.Count,
            Groups = rules,
        };
        return new(thresholds, thresholds.PriceOn(predictions, groups, _options.Fairness));
    }

    internal static int Require(PredictionSet predictions, GroupColumn groups, int positive)
    {
        if (predictions.Classes is not { Count: 2 } || !predictions.HasProbabilities)
        {
            throw new ArgumentException($"Thresholds need the probabilities of two classes; these are predictions of {(predictions.Classes is { } classes ? $"{classes.Count} classes{(predictions.HasProbabilities ? "" : " without probabilities")}" : "numbers")}.", nameof(predictions));
        }

        if (groups.Values.Count != predictions.Count)
        {
            throw new ArgumentException($"There are {predictions.Count} predictions but {groups.Values.Count} groups by '{groups.Name}'.", nameof(groups));
        }

        return positive is 0 or 1 ? positive : throw new ArgumentException($"The positive class is {positive}; there are two, 0 and 1.", nameof(positive));
    }

    private static IEnumerable<(double Score, bool Positive, double Weight)> Rows(PredictionSet predictions, GroupColumn groups, string level, int positive)
    {
        for (int i = 0; i < predictions.Count; i++)
        {
            if (groups.Values[i] == level)
            {
                (bool isPositive, double score, double weight) = Row(predictions[i], positive);
                if (weight > 0)
                {
                    yield return (score, isPositive, weight);
                }
            }
        }
    }

    private static (bool Positive, double Score, double Weight) Row(in Outcome outcome, int positive) => (outcome.Label == positive, outcome.Probabilities[positive], outcome.Weight);

    private void Degenerate(ThresholdGroup[] parts)
    {
        bool positives = _options.Constraint is ThresholdConstraint.EqualOpportunity or ThresholdConstraint.EqualizedOdds;
        bool negatives = _options.Constraint is ThresholdConstraint.PredictiveEquality or ThresholdConstraint.EqualizedOdds;
        foreach (ThresholdGroup part in parts)
        {
            if ((positives && part.Positives == 0) || (negatives && part.Negatives == 0) || part.Positives + part.Negatives == 0)
            {
                throw new ArgumentException($"Group '{part.Name}' has no {(part.Positives + part.Negatives == 0 ? "" : positives && part.Positives == 0 ? "positive " : "negative ")}row with a weight, so {_options.Constraint} cannot be fitted on it. Leave its rows out, join it with another group, or choose demographic parity.", nameof(parts));
            }
        }

        if (parts.Sum(p => p.Positives) == 0 || parts.Sum(p => p.Negatives) == 0)
        {
            throw new ArgumentException("The rows are all of one class; there is nothing to decide.", nameof(parts));
        }
    }
}
