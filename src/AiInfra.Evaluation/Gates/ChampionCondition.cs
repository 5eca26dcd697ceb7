using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Gates;

/// <summary>The candidate is better, or no worse by a margin, than the champion, shown by a paired test on the same rows (or, of given scores, on the same segments or queries). Without a champion it passes.</summary>
public sealed class ChampionCondition : IGateCondition
{
    private readonly IMetric? _metric;
    private readonly string _name;
    private readonly ComparisonOptions _options;

    /// <summary>Creates the condition.</summary>
    /// <param name="metric">The metric that decides.</param>
    /// <param name="rule">What is asked.</param>
    /// <param name="options">Margin, confidence, rows, time stream. The rule <see cref="ChampionRule.Better"/> takes no margin.</param>
    /// <exception cref="ArgumentException">Better was asked for with a margin.</exception>
    public ChampionCondition(IMetric metric, ChampionRule rule, ComparisonOptions? options = null)
        : this((metric ?? throw new ArgumentNullException(nameof(metric))).Name, rule, options) => _metric = metric;

    /// <summary>Creates the condition on a score of <see cref="GateContext.Scores"/> against the champion's of the same name.</summary>
    /// <param name="score">Name of the score.</param>
    /// <param name="rule">What is asked.</param>
    /// <param name="options">Margin in the score's unit, confidence, the fewest segments or queries. The rule <see cref="ChampionRule.Better"/> takes no margin.</param>
    /// <exception cref="ArgumentException">Better was asked for with a margin.</exception>
    public ChampionCondition(string score, ChampionRule rule, ComparisonOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(score);
        _name = score;
        _options = options ?? new();
        _options.Check();
        if (rule == ChampionRule.Better && _options.Margin != 0)
        {
            throw new ArgumentException($"'Better' takes no margin ({_options.Margin}); ask for 'NoWorse' to allow one.", nameof(options));
        }

        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{score} {(rule == ChampionRule.Better ? "better than the champion" : $"no worse than the champion{(_options.Margin > 0 ? $" by more than {_options.Margin}" : "")}")}, {Words.Percent(_options.Confidence)} confidence{(_options.Method == ComparisonMethod.Sequential ? " at every look" : "")}");
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_metric is null)
        {
            return context.Compare(_name, _options) is { } compared
                ? From(Description, compared, "the champion")
                : Unopposed(context.Score(_name));
        }

        PredictionSet candidate = context.Candidate;
        return context.Champion is null
            ? Unopposed(context.Score(_metric))
            : From(Description, ModelComparer.Compare(_metric, candidate, context.Champion, _options), "the champion");
    }

    internal static ConditionResult From(string description, ModelComparison comparison, string other) => new(
        description,
        comparison.IsShown ? Verdict.Pass : comparison.IsRefuted ? Verdict.Fail : Verdict.NotEnoughEvidence,
        Words.Of(comparison, other))
    {
        Observed = comparison.Candidate,
        Required = comparison.Champion,
        Interval = comparison.Interval,
        Rows = comparison.Rows,
        RowsNeeded = comparison.RowsNeeded,
        Comparison = comparison,
    };

    private ConditionResult Unopposed(Score score) => new(Description, Verdict.Pass, "there is no champion yet to compare with") { Observed = score.Value, Rows = score.Count };
}
