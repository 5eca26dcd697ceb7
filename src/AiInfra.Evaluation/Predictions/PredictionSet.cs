using AiInfra.Core.Rows;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Predictions;

/// <summary>A model's predictions on labelled rows, in columns. Checked when made, immutable afterwards.</summary>
public sealed class PredictionSet
{
    private readonly int[] _labels;
    private readonly int[] _predicted;
    private readonly double[] _probabilities;
    private readonly double[] _truth;
    private readonly double[] _values;
    private readonly double[]? _weights;
    private readonly IReadOnlyList<Row>? _inputs;
    private readonly RowIds _ids;

    private PredictionSet(ClassLabels? classes, int count, int[] labels, int[] predicted, double[] probabilities, double[] truth, double[] values, ReadOnlySpan<double> weights, IReadOnlyList<Row>? inputs, IEnumerable<string>? ids)
    {
        if (inputs is not null && inputs.Count != count)
        {
            throw new ArgumentException($"There are {count} predictions but {inputs.Count} rows of inputs.", nameof(inputs));
        }

        _ids = RowIds.Of(ids, count);
        Classes = classes;
        Count = count;
        (_labels, _predicted, _probabilities, _truth, _values) = (labels, predicted, probabilities, truth, values);
        _weights = weights.IsEmpty ? null : weights.ToArray();
        _inputs = inputs;
    }

    /// <summary>What is predicted.</summary>
    public ModelTask Task => Classes is null ? ModelTask.Regression : ModelTask.Classification;

    /// <summary>The label set; null for numbers.</summary>
    public ClassLabels? Classes { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Whether there are probabilities of the classes.</summary>
    public bool HasProbabilities => _probabilities.Length > 0;

    /// <summary>Whether rows count differently.</summary>
    public bool IsWeighted => _weights is not null;

    /// <summary>Whether the raw inputs are here, which slices need.</summary>
    public bool HasInputs => _inputs is not null;

    /// <summary>Names of the rows, by which one finds them again: those given when the set was made, otherwise the row numbers from "0" on.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>Whether the rows were named by the caller.</summary>
    public bool HasIds => _ids.AreGiven;

    /// <summary>True classes; empty for numbers.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Predicted classes (as decided, or the most probable, the first of equals); empty for numbers.</summary>
    public ReadOnlySpan<int> Predicted => _predicted;

    /// <summary>Probabilities [row, class], row by row; empty when there are none.</summary>
    public ReadOnlySpan<double> Probabilities => _probabilities;

    /// <summary>True numbers; empty for classes.</summary>
    public ReadOnlySpan<double> Truth => _truth;

    /// <summary>Predicted numbers; empty for classes.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The raw inputs as they were given; null where there are none.</summary>
    internal IReadOnlyList<Row>? Inputs => _inputs;

    /// <summary>How much each row counts; empty when all alike.</summary>
    internal ReadOnlySpan<double> Weights => _weights;

    /// <summary>What is known of a row.</summary>
    public Outcome this[int row] => Classes is null
        ? new() { Truth = _truth[row], Value = _values[row], Weight = _weights?[row] ?? 1 }
        : new()
        {
            Label = _labels[row],
            Predicted = _predicted[row],
            Probabilities = HasProbabilities ? _probabilities.AsSpan(row * Classes.Count, Classes.Count) : default,
            Weight = _weights?[row] ?? 1,
        };

    /// <summary>Classes with probabilities; the predicted class is the most probable unless decisions are given.</summary>
    /// <param name="classes">The label set.</param>
    /// <param name="truth">True classes.</param>
    /// <param name="probabilities">[row, class], row by row.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <param name="inputs">The raw inputs, for slices.</param>
    /// <param name="ids">Names of the rows, each once; null numbers them.</param>
    /// <param name="decisions">The classes that the model answered, where it decides otherwise than by the largest probability (by a threshold, say); empty takes the most probable.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is outside its range; the message names the first index.</exception>
    public static PredictionSet OfProbabilities(ClassLabels classes, ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default, IReadOnlyList<Row>? inputs = null, IEnumerable<string>? ids = null, ReadOnlySpan<int> decisions = default)
    {
        ArgumentNullException.ThrowIfNull(classes);
        int k = classes.Count;
        if (probabilities.Length != truth.Length * k)
        {
            throw new ArgumentException($"{truth.Length} rows of {k} classes need {truth.Length * k} probabilities; there are {probabilities.Length}.", nameof(probabilities));
        }

        Guard.Columns(truth.Length, truth.Length, nameof(truth), weights);
        Guard.Labels(truth, nameof(truth), k);
        Guard.Probability(probabilities, nameof(probabilities));
        if (!decisions.IsEmpty)
        {
            Guard.Columns(truth.Length, decisions.Length, nameof(decisions), weights);
            Guard.Labels(decisions, nameof(decisions), k);
        }

        int[] predicted = decisions.IsEmpty ? new int[truth.Length] : decisions.ToArray();
        for (int i = 0; decisions.IsEmpty && i < predicted.Length; i++)
        {
            predicted[i] = TopClass.Of(probabilities.Slice(i * k, k));
        }

        return new(classes, truth.Length, truth.ToArray(), predicted, probabilities.ToArray(), [], [], weights, inputs, ids);
    }

    /// <summary>Two classes with the probability of the second.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is outside its range; the message names the first index.</exception>
    public static PredictionSet OfScores(ClassLabels classes, ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilityOfSecond, ReadOnlySpan<double> weights = default, IReadOnlyList<Row>? inputs = null, IEnumerable<string>? ids = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count != 2)
        {
            throw new ArgumentException($"One probability a row serves two classes; there are {classes.Count}.", nameof(classes));
        }

        Guard.Columns(truth.Length, probabilityOfSecond.Length, nameof(probabilityOfSecond), weights);
        Guard.Probability(probabilityOfSecond, nameof(probabilityOfSecond));
        var both = new double[truth.Length * 2];
        for (int i = 0; i < truth.Length; i++)
        {
            both[2 * i] = 1 - probabilityOfSecond[i];
            both[(2 * i) + 1] = probabilityOfSecond[i];
        }

        return OfProbabilities(classes, truth, both, weights, inputs, ids);
    }

    /// <summary>Classes without probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a class is outside the label set; the message names the first index.</exception>
    public static PredictionSet OfLabels(ClassLabels classes, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default, IReadOnlyList<Row>? inputs = null, IEnumerable<string>? ids = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), weights);
        Guard.Labels(truth, nameof(truth), classes.Count);
        Guard.Labels(predicted, nameof(predicted), classes.Count);
        return new(classes, truth.Length, truth.ToArray(), predicted.ToArray(), [], [], [], weights, inputs, ids);
    }

    /// <summary>Numbers.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a number is not finite; the message names the first index.</exception>
    public static PredictionSet OfValues(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default, IReadOnlyList<Row>? inputs = null, IEnumerable<string>? ids = null)
    {
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), weights);
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(predicted, nameof(predicted));
        return new(null, truth.Length, [], [], [], truth.ToArray(), predicted.ToArray(), weights, inputs, ids);
    }

    /// <summary>What a served model answered: of its columns the probabilities "probability.CLASS", else the class "label", else the number "value". Batches are read by column, and no row is made of them. Rows whose label is missing are left out.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="truth">What was true, in the same order.</param>
    /// <param name="classes">The label set, in which a class that the model does not know has probability 0; null takes the classes of the answers.</param>
    /// <param name="inputs">The raw inputs, for slices; a batch is kept as it is.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row with a label, or an answer or label does not fit; the message names the row.</exception>
    public static PredictionSet OfAnswers(IReadOnlyList<Row> answers, ColumnData truth, ClassLabels? classes = null, IReadOnlyList<Row>? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(truth);
        if (inputs is not null && inputs.Count != truth.Count)
        {
            throw new ArgumentException($"There are {truth.Count} predictions but {inputs.Count} rows of inputs.", nameof(inputs));
        }

        Guard.Columns(truth.Count, answers.Count, nameof(answers), default);
        return new AnswerReader(answers, row => truth[row]).Read(classes, inputs);
    }

    /// <summary>A set of arrays that were checked before and belong to it.</summary>
    internal static PredictionSet Owning(ClassLabels? classes, int count, int[] labels, int[] predicted, double[] probabilities, double[] truth, double[] values, IReadOnlyList<Row>? inputs) =>
        new(classes, count, labels, predicted, probabilities, truth, values, default, inputs, null);

    /// <summary>The raw inputs of a row.</summary>
    /// <exception cref="InvalidOperationException">There are no inputs.</exception>
    public Row Input(int row) => RequireInputs()[row];

    /// <summary>The raw inputs with some of their columns at least. Of a batch a row is then made of these columns alone.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    /// <exception cref="InvalidOperationException">There are no inputs.</exception>
    internal IReadOnlyList<Row> InputsWith(IReadOnlyList<string> columns) => RequireInputs() is RowBatch batch ? batch.Select(columns) : _inputs!;

    /// <summary>The score of all rows.</summary>
    public Score Score(IMetric metric, double confidence = 0.95)
    {
        IMetric fresh = Accept(metric);
        MetricBlocks.Add(this, fresh);
        return fresh.Result(confidence);
    }

    /// <summary>The score of chosen rows; a row may be chosen many times.</summary>
    public Score Score(IMetric metric, ReadOnlySpan<int> rows, double confidence = 0.95) => Fill(metric, rows).Result(confidence);

    /// <summary>The values of a column of the raw inputs, row by row.</summary>
    /// <exception cref="InvalidOperationException">There are no inputs.</exception>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public Value[] Column(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Func<int, Value> cells = RowCells.Of(RequireInputs(), name);
        var values = new Value[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = cells(i);
        }

        return values;
    }

    /// <summary>What each row costs by a metric that has a loss of one row.</summary>
    /// <exception cref="ArgumentException">The metric has no row loss, does not fit these predictions, or a loss is not finite; the message names the row.</exception>
    public double[] Losses(IMetric metric)
    {
        IMetric fresh = Accept(metric);
        if (fresh is not IRowLoss loss)
        {
            throw new ArgumentException($"Metric '{metric.Name}' is not a mean over rows, so one row has no loss of its own. Log loss, Brier, accuracy, squared and absolute errors have one.", nameof(metric));
        }

        var losses = new double[Count];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = loss.Loss(this[i]);
        }

        Guard.Finite(losses, nameof(losses));
        return losses;
    }

    /// <summary>Chosen rows as a set of their own; they keep their ids.</summary>
    /// <exception cref="ArgumentException">No row or a row twice is chosen.</exception>
    public PredictionSet Take(ReadOnlySpan<int> rows)
    {
        int k = Classes?.Count ?? 0;
        int[] labels = new int[Classes is null ? 0 : rows.Length], predicted = new int[labels.Length];
        double[] truth = new double[Classes is null ? rows.Length : 0], values = new double[truth.Length];
        double[] probabilities = new double[HasProbabilities ? rows.Length * k : 0], weights = new double[rows.Length];
        var ids = new string[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (Classes is null)
            {
                (truth[i], values[i]) = (_truth[row], _values[row]);
            }
            else
            {
                (labels[i], predicted[i]) = (_labels[row], _predicted[row]);
            }

            if (HasProbabilities)
            {
                _probabilities.AsSpan(row * k, k).CopyTo(probabilities.AsSpan(i * k));
            }

            weights[i] = _weights?[row] ?? 1;
            ids[i] = _ids[row];
        }

        Guard.Columns(rows.Length, rows.Length, nameof(rows), _weights is null ? default : weights);
        return new(Classes, rows.Length, labels, predicted, probabilities, truth, values, _weights is null ? default : weights, Inputs is null ? null : RowCells.Take(Inputs, rows), ids);
    }

    /// <summary>A metric of its own that has seen chosen rows.</summary>
    internal IMetric Fill(IMetric metric, ReadOnlySpan<int> rows)
    {
        IMetric fresh = Accept(metric);
        MetricBlocks.Add(this, fresh, rows);
        return fresh;
    }

    private IReadOnlyList<Row> RequireInputs() =>
        _inputs ?? throw new InvalidOperationException("These predictions came without their inputs; give them when the set is made, slices need them.");

    private IMetric Accept(IMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        bool fits = metric.Input switch
        {
            MetricInput.Values => Classes is null,
            MetricInput.Labels => Classes is not null,
            _ => HasProbabilities,
        };
        return fits
            ? metric.Fresh()
            : throw new ArgumentException($"Metric '{metric.Name}' reads {metric.Input.ToString().ToLowerInvariant()}; these are predictions of {(Classes is null ? "numbers" : HasProbabilities ? "classes" : "classes without probabilities")}.", nameof(metric));
    }
}
