using AiInfra.Core.Rows;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation;

/// <summary>What composes an <see cref="EvaluationPlan"/>: metrics, slices, groups and a gate, by columns (<see cref="EvaluationBuilder"/>) or by a record's properties (<see cref="EvaluationBuilder{T}"/>).</summary>
/// <typeparam name="TBuilder">The builder itself, so that every call gives it back.</typeparam>
public abstract class EvaluationBuilderBase<TBuilder>
    where TBuilder : EvaluationBuilderBase<TBuilder>
{
    private readonly List<IMetric> _metrics = [];
    private readonly List<ISlicer> _slicers = [];
    private readonly List<Action<GateBuilder>> _gate = [];
    private readonly List<IReadOnlyList<string>> _groups = [];
    private SliceFinderOptions? _search;
    private string? _target;

    private protected EvaluationBuilderBase(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>Name of the evaluation.</summary>
    public string Name { get; }

    /// <summary>Names the column of the truth, for <see cref="Evaluator.Run(IEnumerable{Row}, IEnumerable{Row}, string?, string?)"/>.</summary>
    public TBuilder Target(string column)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        _target = column;
        return (TBuilder)this;
    }

    /// <summary>Any metric, also of the host's own.</summary>
    /// <exception cref="ArgumentException">A metric of this signature is there already.</exception>
    public TBuilder Metric(IMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        if (_metrics.Exists(m => m.Signature == metric.Signature))
        {
            throw new ArgumentException($"Metric '{metric.Signature}' is there already.", nameof(metric));
        }

        _metrics.Add(metric.Fresh());
        return (TBuilder)this;
    }

    /// <summary>Share of rows predicted right.</summary>
    public TBuilder Accuracy() => Metric(new Accuracy());

    /// <summary>Mean recall over the classes.</summary>
    public TBuilder BalancedAccuracy() => Metric(new BalancedAccuracy());

    /// <summary>Precision.</summary>
    public TBuilder Precision(Average average = Average.Macro) => Metric(new Precision(average));

    /// <summary>Recall.</summary>
    public TBuilder Recall(Average average = Average.Macro) => Metric(new Recall(average));

    /// <summary>F1.</summary>
    public TBuilder F1(Average average = Average.Macro) => Metric(new FScore(average));

    /// <summary>Matthews correlation.</summary>
    public TBuilder MatthewsCorrelation() => Metric(new MatthewsCorrelation());

    /// <summary>Area under the ROC curve, of the second of two classes.</summary>
    public TBuilder RocAuc() => Metric(new RocAuc());

    /// <summary>Average precision, of the second of two classes.</summary>
    public TBuilder AveragePrecision() => Metric(new AveragePrecision());

    /// <summary>Mean negative log probability of the true class.</summary>
    public TBuilder LogLoss() => Metric(new LogLoss());

    /// <summary>Brier's score.</summary>
    public TBuilder Brier() => Metric(new BrierScore());

    /// <summary>Expected calibration error.</summary>
    public TBuilder CalibrationError(int bins = 15) => Metric(new ExpectedCalibrationError(bins));

    /// <summary>Share of rows whose class is among the k most probable.</summary>
    public TBuilder TopK(int k) => Metric(new TopKAccuracy(k));

    /// <summary>Mean absolute error.</summary>
    public TBuilder MeanAbsoluteError() => Metric(new MeanAbsoluteError());

    /// <summary>Root of the mean squared error.</summary>
    public TBuilder RootMeanSquaredError() => Metric(new RootMeanSquaredError());

    /// <summary>Coefficient of determination.</summary>
    public TBuilder RSquared() => Metric(new RSquared());

    /// <summary>One slice a value (or range) of a column.</summary>
    public TBuilder SliceBy(string column) => SliceBy(new ColumnSlicer(column));

    /// <summary>One slice of the rows for which a predicate holds.</summary>
    public TBuilder SliceBy(string name, Func<Row, bool> predicate) => SliceBy(new PredicateSlicer(name, predicate));

    /// <summary>One slice of the rows for which a condition written as text holds: <c>age >= 60 and sex = "Female"</c>.</summary>
    /// <exception cref="RowConditionException">The text is not a condition.</exception>
    public TBuilder SliceWhere(string condition, string? name = null) => SliceBy(new ExpressionSlicer(condition, name));

    /// <summary>Slices of the host's own.</summary>
    public TBuilder SliceBy(ISlicer slicer)
    {
        ArgumentNullException.ThrowIfNull(slicer);
        _slicers.Add(slicer);
        return (TBuilder)this;
    }

    /// <summary>Looks for the slices on which the model is worse than elsewhere, over all columns and pairs of them.</summary>
    /// <param name="options">How; null takes the defaults.</param>
    public TBuilder FindBadSlices(SliceFinderOptions? options = null)
    {
        _search = options ?? new();
        return (TBuilder)this;
    }

    /// <summary>Judges fairness between the groups of a column. Several columns make intersections; call it again for each alone.</summary>
    public TBuilder FairnessBy(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _groups.Add(columns.Length > 0 ? [.. columns] : throw new ArgumentException("Fairness needs a column of groups.", nameof(columns)));
        return (TBuilder)this;
    }

    /// <summary>The gate. Its conditions may name the metrics of this evaluation.</summary>
    public TBuilder Gate(Action<GateBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _gate.Add(configure);
        return (TBuilder)this;
    }

    /// <summary>The plan.</summary>
    /// <exception cref="ArgumentException">The gate names a metric that is not here.</exception>
    public EvaluationPlan Build()
    {
        Gate? gate = null;
        if (_gate.Count > 0)
        {
            var builder = new GateBuilder(_metrics);
            _gate.ForEach(configure => configure(builder));
            gate = builder.Build();
        }

        return new() { Name = Name, Target = _target, Metrics = [.. _metrics], Slicers = [.. _slicers], Groups = [.. _groups], SliceSearch = _search, Gate = gate };
    }
}
