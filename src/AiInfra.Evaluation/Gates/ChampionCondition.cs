using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Gates;

/// <summary>The candidate is better, or no worse by a margin, than the champion, shown by a paired test on the same rows. Without a champion it passes.</summary>
public sealed class ChampionCondition : IGateCondition
{
    private readonly IMetric _metric;
    private readonly ComparisonOptions _options;

    /// <summary>Creates the condition.</summary>
    /// <param name="metric">The metric that decides.</param>
    /// <param name="rule">What is asked.</param>
    /// <param name="options">Margin, confidence, rows, time stream. The rule <see cref="ChampionRule.Better"/> takes no margin.</param>
    /// <exception cref="ArgumentException">Better was asked for with a margin.</exception>
    public ChampionCondition(IMetric metric, ChampionRule rule, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        _metric = metric;
        _options = options ?? new();
        _options.Check();
        if (rule == ChampionRule.Better && _options.Margin != 0)
        {
            throw new ArgumentException($"'Better' takes no margin ({_options.Margin}); ask for 'NoWorse' to allow one.", nameof(options));
        }

        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{metric.Name} {(rule == ChampionRule.Better ? "better than the champion" : $"no worse than the champion{(_options.Margin > 0 ? $" by more than {_options.Margin}" : "")}")}, {_options.Confidence:P0} confidence");
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Champion is null)
        {
            return new(Description, Verdict.Pass, "there is no champion yet to compare with") { Observed = context.Score(_metric).Value, Rows = context.Candidate.Count };
        }

        return From(Description, ModelComparer.Compare(_metric, context.Champion, context.Candidate, _options), "the champion");
    }

    internal static ConditionResult From(string description, ModelComparison comparison, string other) => new(
        description,
        comparison.IsShown ? Verdict.Pass : comparison.IsRefuted ? Verdict.Fail : Verdict.NotEnoughEvidence,
        Words.Of(comparison, other))
    {
        Observed = comparison.Challenger,
        Required = comparison.Champion,
        Interval = comparison.Interval,
        Rows = comparison.Rows,
        RowsNeeded = comparison.RowsNeeded,
        Comparison = comparison,
    };
}
