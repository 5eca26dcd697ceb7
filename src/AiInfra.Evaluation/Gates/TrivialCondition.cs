using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Gates;

/// <summary>The candidate is better than the best constant answer on the same rows, shown by a paired test: the majority class with the shares of the classes as probabilities, or the mean or median, whichever is better under the metric.</summary>
public sealed class TrivialCondition : IGateCondition
{
    private readonly IMetric _metric;
    private readonly ComparisonOptions _options;

    /// <summary>Creates the condition.</summary>
    /// <param name="metric">The metric that decides.</param>
    /// <param name="options">Confidence, rows, time stream; a margin would ask for less and is not taken.</param>
    public TrivialCondition(IMetric metric, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        _metric = metric;
        _options = (options ?? new()) with { Margin = 0 };
        _options.Check();
        Description = string.Create(CultureInfo.InvariantCulture, $"{metric.Name} better than the trivial model, {Words.Percent(_options.Confidence)} confidence");
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PredictionSet trivial = TrivialModel.BestOn(context.Candidate, _metric);
        return ChampionCondition.From(Description, ModelComparer.Compare(_metric, context.Candidate, trivial, _options), "the trivial model");
    }
}
