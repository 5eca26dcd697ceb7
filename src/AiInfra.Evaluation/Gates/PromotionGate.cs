using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Gates;

/// <summary>The gate between a challenger and the champion's place: passes only a challenger that a paired test on the newest labelled rows shows to be better (or no worse by a margin).</summary>
public sealed class PromotionGate
{
    private readonly Gate _gate;

    /// <summary>Creates the gate.</summary>
    /// <param name="metric">The metric that decides: accuracy or log loss for classes, absolute error for numbers. Means over rows give the sharpest test.</param>
    /// <param name="options">When to promote.</param>
    /// <param name="further">Further conditions.</param>
    public PromotionGate(IMetric metric, PromotionOptions? options = null, params IEnumerable<IGateCondition> further)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Looks, 1, nameof(options));
        var comparison = new ComparisonOptions
        {
            Margin = options.Margin,
            Confidence = 1 - ((1 - options.Confidence) / options.Looks),
            MinimumRows = options.MinimumRows,
            IsTimeStream = options.IsTimeStream,
            Method = options.Method,
            Seed = options.Seed,
        };
        List<IGateCondition> conditions = [new ChampionCondition(metric, options.Rule, comparison)];
        if (options.BeatTrivial)
        {
            conditions.Add(new TrivialCondition(metric, comparison));
        }

        _gate = new Gate([.. conditions, .. further]);
    }

    /// <summary>Decides on the same rows in the order of time, unseen by both models.</summary>
    /// <param name="champion">The champion's predictions.</param>
    /// <param name="challenger">The challenger's predictions.</param>
    /// <param name="championName">Name or version of the champion, for the record.</param>
    /// <param name="challengerName">Name or version of the challenger, for the record.</param>
    /// <exception cref="ArgumentException">The sets are not of the same rows.</exception>
    public GateDecision Decide(PredictionSet champion, PredictionSet challenger, string? championName = null, string? challengerName = null)
    {
        ArgumentNullException.ThrowIfNull(champion);
        return _gate.Decide(challenger, champion, challengerName, championName);
    }
}
