using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;
using AiInfra.Metrics.Calibration;

namespace AiInfra.Evaluation.Gates;

/// <summary>Composes a gate. Metrics are given themselves, or by name where the evaluation has them. A gate of no evaluation takes a name for that of a score in the <see cref="ScoreSet"/> it will decide on.</summary>
/// <param name="metrics">Metrics that may be named.</param>
public sealed class GateBuilder(IEnumerable<IMetric>? metrics = null)
{
    private readonly IMetric[] _metrics = [.. metrics ?? []];
    private readonly List<IGateCondition> _conditions = [];

    /// <summary>A metric is at least a value.</summary>
    public GateBuilder AtLeast(IMetric metric, double value, double? confidence = null) => Require(new ThresholdCondition(metric, value, true, confidence));

    /// <summary>A metric of the evaluation, or a score of the set the gate decides on, is at least a value.</summary>
    /// <exception cref="ArgumentException">The evaluation has no such metric; the message lists those it has.</exception>
    public GateBuilder AtLeast(string metric, double value, double? confidence = null) => Bound(metric, value, true, confidence);

    /// <summary>A metric is at most a value.</summary>
    public GateBuilder AtMost(IMetric metric, double value, double? confidence = null) => Require(new ThresholdCondition(metric, value, false, confidence));

    /// <summary>A metric of the evaluation, or a score of the set the gate decides on, is at most a value.</summary>
    /// <exception cref="ArgumentException">The evaluation has no such metric; the message lists those it has.</exception>
    public GateBuilder AtMost(string metric, double value, double? confidence = null) => Bound(metric, value, false, confidence);

    /// <summary>The candidate is shown not to be worse than the champion by more than a margin.</summary>
    public GateBuilder NoWorseThanChampion(IMetric metric, double margin = 0, ComparisonOptions? options = null) =>
        Require(new ChampionCondition(metric, ChampionRule.NoWorse, (options ?? new()) with { Margin = margin }));

    /// <summary>The candidate is shown not to be worse than the champion by more than a margin. Without a name the evaluation's first metric decides.</summary>
    /// <exception cref="ArgumentException">The evaluation has no such metric; the message lists those it has.</exception>
    public GateBuilder NoWorseThanChampion(string? metric = null, double margin = 0, ComparisonOptions? options = null) => Against(metric, ChampionRule.NoWorse, (options ?? new()) with { Margin = margin });

    /// <summary>The candidate is shown to be better than the champion.</summary>
    public GateBuilder BetterThanChampion(IMetric metric, ComparisonOptions? options = null) => Require(new ChampionCondition(metric, ChampionRule.Better, options));

    /// <summary>The candidate is shown to be better than the champion. Without a name the evaluation's first metric decides.</summary>
    /// <exception cref="ArgumentException">The evaluation has no such metric; the message lists those it has.</exception>
    public GateBuilder BetterThanChampion(string? metric = null, ComparisonOptions? options = null) => Against(metric, ChampionRule.Better, options);

    /// <summary>The candidate is shown to be better than the best constant answer.</summary>
    public GateBuilder BetterThanTrivial(IMetric metric, ComparisonOptions? options = null) => Require(new TrivialCondition(metric, options));

    /// <summary>The candidate is shown to be better than the best constant answer. Without a name the evaluation's first metric decides.</summary>
    /// <exception cref="ArgumentException">The evaluation has no such metric; the message lists those it has.</exception>
    public GateBuilder BetterThanTrivial(string? metric = null, ComparisonOptions? options = null) => BetterThanTrivial(Find(metric), options);

    /// <summary>A metric holds a bound on every slice with enough rows.</summary>
    public GateBuilder OnEverySlice(IMetric metric, double value, ISlicer slicer, int minimumRows = 30) => Require(new SliceFloorCondition(metric, value, slicer, minimumRows));

    /// <summary>A metric holds a bound on every slice of a column with enough rows.</summary>
    /// <exception cref="ArgumentException">The evaluation has no such metric; the message lists those it has.</exception>
    public GateBuilder OnEverySlice(string metric, double value, string column, int minimumRows = 30) => OnEverySlice(Find(metric), value, new ColumnSlicer(column), minimumRows);

    /// <summary>A metric holds a bound for every value of a record's property with enough rows, for example <c>g.OnEverySlice&lt;Reading&gt;("accuracy", 0.7, r => r.Site)</c>.</summary>
    /// <typeparam name="T">The record; the column is named as ingestion names it.</typeparam>
    /// <exception cref="ArgumentException">The evaluation has no such metric, or it is not a property of the record that stands in a column.</exception>
    public GateBuilder OnEverySlice<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string metric, double value, Expression<Func<T, object?>> property, int minimumRows = 30) =>
        OnEverySlice(metric, value, RecordColumns.Of(property).Name, minimumRows);

    /// <summary>Probabilities are what happens: the expected calibration error (15 bins of equal width) is at most a bound.</summary>
    /// <param name="error">The bound, a share: 0.05 allows five points on average.</param>
    /// <param name="confidence">One-sided confidence asked for; null compares the value itself.</param>
    public GateBuilder CalibratedWithin(double error, double? confidence = null) => AtMost(new ExpectedCalibrationError(), error, confidence);

    /// <summary>Groups are no further apart than a bound, by one criterion of fairness.</summary>
    /// <param name="criterion">What should be equal in all groups.</param>
    /// <param name="difference">The largest difference allowed between any two groups, from 0 to 1.</param>
    /// <param name="columns">Columns of the inputs; several make intersections.</param>
    public GateBuilder FairWithin(FairnessCriterion criterion, double difference, params string[] columns) => Require(new FairnessCondition(criterion, difference, columns));

    /// <summary>Groups are no further apart than a bound, by one criterion of fairness.</summary>
    /// <typeparam name="T">The record; the columns are named as ingestion names them.</typeparam>
    /// <param name="criterion">What should be equal in all groups.</param>
    /// <param name="difference">The largest difference allowed between any two groups, from 0 to 1.</param>
    /// <param name="properties">The properties that make groups; several make intersections.</param>
    /// <exception cref="ArgumentException">One is not a property of the record that stands in a column.</exception>
    public GateBuilder FairWithin<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(FairnessCriterion criterion, double difference, params Expression<Func<T, object?>>[] properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return FairWithin(criterion, difference, [.. properties.Select(p => RecordColumns.Of(p).Name)]);
    }

    /// <summary>Groups are shown to be no further apart than a bound.</summary>
    /// <param name="criterion">What should be equal in all groups.</param>
    /// <param name="difference">The largest difference allowed between any two groups, from 0 to 1.</param>
    /// <param name="confidence">One-sided confidence, for all pairs of groups together.</param>
    /// <param name="columns">Columns of the inputs; several make intersections.</param>
    public GateBuilder FairWithin(FairnessCriterion criterion, double difference, double confidence, params string[] columns) => Require(new FairnessCondition(criterion, difference, columns, confidence));

    /// <summary>A quantile of the latency is at most a limit. The durations come in <see cref="ModelFacts.Latencies"/>.</summary>
    public GateBuilder LatencyAtMost(TimeSpan limit, double quantile = 0.99, double confidence = 0.95) => Require(new LatencyCondition(limit, quantile, confidence));

    /// <summary>The model's files are at most so large. The size comes in <see cref="ModelFacts.Bytes"/>.</summary>
    public GateBuilder SizeAtMost(long bytes) => Require(new SizeCondition(bytes));

    /// <summary>At least one of several conditions holds.</summary>
    /// <exception cref="ArgumentException">Fewer than two were given.</exception>
    public GateBuilder Any(Action<GateBuilder> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        var inner = new GateBuilder(_metrics);
        conditions(inner);
        return Require(new AnyCondition(inner._conditions));
    }

    /// <summary>A condition of the host's own.</summary>
    public GateBuilder Require(IGateCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _conditions.Add(condition);
        return this;
    }

    /// <summary>A condition of the host's own, as a function that says whether it holds.</summary>
    public GateBuilder Require(string description, Func<GateContext, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        return Require(new CustomCondition(description, (context, words) =>
        {
            bool held = holds(context);
            return new(words, held ? Verdict.Pass : Verdict.Fail, held ? "it holds" : "it does not hold") { Rows = context.Rows };
        }));
    }

    /// <summary>The gate.</summary>
    /// <exception cref="ArgumentException">No condition was given.</exception>
    public Gate Build() => new(_conditions);

    private bool KnowsScoresOnly(string? name) => _metrics.Length == 0 && name is not null;

    private GateBuilder Bound(string name, double value, bool atLeast, double? confidence) =>
        Require(KnowsScoresOnly(name) ? new ThresholdCondition(name, value, atLeast, confidence) : new ThresholdCondition(Find(name), value, atLeast, confidence));

    private GateBuilder Against(string? name, ChampionRule rule, ComparisonOptions? options) =>
        Require(KnowsScoresOnly(name) ? new ChampionCondition(name!, rule, options) : new ChampionCondition(Find(name), rule, options));

    private IMetric Find(string? name)
    {
        if (_metrics.Length == 0)
        {
            throw new ArgumentException($"This gate knows no metrics by name; give '{name ?? "a metric"}' itself.", nameof(name));
        }

        IMetric[] found = name is null ? [_metrics[0]] : Array.FindAll(_metrics, m => m.Name == name);
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"The evaluation has no metric '{name}'. It has: {string.Join(", ", _metrics.Select(m => m.Name))}.", nameof(name)),
            _ => throw new ArgumentException($"The evaluation has {found.Length} metrics '{name}': {string.Join(" and ", found.Select(m => $"'{m.Signature}'"))}. Give the gate the one that is meant itself.", nameof(name)),
        };
    }
}
