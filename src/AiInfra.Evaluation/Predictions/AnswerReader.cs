using AiInfra.Core.Rows;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Predictions;

/// <summary>Reads the answers of a served model by the names that it gives them, column by column.</summary>
/// <param name="answers">The answers, one at least.</param>
/// <param name="truth">What was true, by row.</param>
internal sealed class AnswerReader(IReadOnlyList<Row> answers, Func<int, Value> truth)
{
    private readonly AnswerColumns _columns = AnswerColumns.Of(RowCells.Schema(answers));

    // Where each row stands among those with a label; -1 without one.
    private readonly int[] _places = new int[answers.Count];
    private int _labelled;

    /// <summary>The predictions on rows that have their target among their columns, and how many of them have none.</summary>
    public static (PredictionSet Set, int Unlabelled) Read(IEnumerable<Row> rows, string target, IEnumerable<Row> answers)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(answers);
        IReadOnlyList<Row> asked = rows as IReadOnlyList<Row> ?? [.. rows], said = answers as IReadOnlyList<Row> ?? [.. answers];
        if (asked.Count != said.Count || asked.Count == 0)
        {
            throw new ArgumentException($"There are {asked.Count} rows but {said.Count} answers; each row has one, and there is at least one.", nameof(answers));
        }

        var reader = new AnswerReader(said, RowCells.Of(asked, target));
        PredictionSet set = reader.Read(null, RowCells.Without(asked, target));
        return (set, asked.Count - set.Count);
    }

    /// <summary>The predictions; rows without a label are left out.</summary>
    /// <param name="classes">The label set; null takes that of the answers.</param>
    /// <param name="inputs">The raw inputs.</param>
    public PredictionSet Read(ClassLabels? classes, IReadOnlyList<Row>? inputs)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            _places[i] = truth(i).IsMissing ? -1 : _labelled++;
        }

        if (inputs is not null && _labelled < _places.Length)
        {
            inputs = RowCells.Take(inputs, [.. Enumerable.Range(0, _places.Length).Where(i => _places[i] >= 0)]);
        }

        return _columns.Classes.Count > (classes is null ? 1 : 0) ? Probabilities(classes ?? new ClassLabels(_columns.Classes), inputs)
            : _columns.HasLabel ? Labels(classes ?? Said(), inputs)
            : _columns.HasValue && classes is null ? Values(inputs)
            : throw new ArgumentException($"The answers have the columns {string.Join(", ", _columns.Schema.Columns.Select(c => c.Name))}; 'probability.CLASS' for every class, 'label' or 'value' is needed. Others are given row by row, as tuples.", nameof(answers));
    }

    private PredictionSet Probabilities(ClassLabels classes, IReadOnlyList<Row>? inputs)
    {
        int k = classes.Count;
        var probabilities = new double[_labelled * k];
        for (int c = 0; c < k; c++)
        {
            // Of a class that the model does not know the probability is 0.
            if (!_columns.Classes.Contains(classes[c]))
            {
                continue;
            }

            Func<int, Value> column = RowCells.Of(answers, AnswerNames.ProbabilityOf(classes[c]));
            for (int i = 0; i < _places.Length; i++)
            {
                double p = AnswerColumns.WithoutRounding(column(i).AsNumber());
                if (!(p >= 0 && p <= 1))
                {
                    throw new ArgumentException($"A probability of row {i} is {p}; it must be between 0 and 1.", nameof(answers));
                }

                if (_places[i] >= 0)
                {
                    probabilities[(_places[i] * k) + c] = p;
                }
            }
        }

        int[] labels = Indices(classes, truth, "has the label");
        int[] predicted = _columns.HasLabel ? Indices(classes, RowCells.Of(answers, AnswerNames.Label), "is predicted as") : new int[_labelled];
        for (int i = 0; i < predicted.Length; i++)
        {
            if (!_columns.HasLabel || predicted[i] < 0)
            {
                predicted[i] = TopClass.Of(probabilities.AsSpan(i * k, k));
            }
        }

        return Made(classes, inputs, labels, predicted, probabilities, [], []);
    }

    private PredictionSet Labels(ClassLabels classes, IReadOnlyList<Row>? inputs)
    {
        int[] labels = Indices(classes, truth, "has the label");
        int[] predicted = Indices(classes, RowCells.Of(answers, AnswerNames.Label), "is predicted as");
        int none = Array.IndexOf(predicted, -1);
        return none < 0
            ? Made(classes, inputs, labels, predicted, [], [], [])
            : throw new ArgumentException($"Row {Array.IndexOf(_places, none)} is predicted as '{Value.Missing}'; the labels are {string.Join(", ", classes.Names)}.", nameof(answers));
    }

    private PredictionSet Values(IReadOnlyList<Row>? inputs)
    {
        double[] truths = new double[_labelled], values = new double[_labelled];
        Func<int, Value> column = RowCells.Of(answers, AnswerNames.Value);
        for (int i = 0; i < _places.Length; i++)
        {
            if (_places[i] >= 0)
            {
                truths[_places[i]] = PredictionSetBuilder.Number(truth(i), "label", i);
                values[_places[i]] = PredictionSetBuilder.Number(column(i), "predicted", i);
            }
        }

        return Made(null, inputs, [], [], [], truths, values);
    }

    private PredictionSet Made(ClassLabels? classes, IReadOnlyList<Row>? inputs, int[] labels, int[] predicted, double[] probabilities, double[] truths, double[] values)
    {
        Guard.Columns(_labelled, _labelled, nameof(answers), default);
        return PredictionSet.Owning(classes, _labelled, labels, predicted, probabilities, truths, values, inputs);
    }

    /// <summary>The classes of a column by their place in the label set; -1 where it is missing.</summary>
    private int[] Indices(ClassLabels classes, Func<int, Value> column, string what)
    {
        var indices = new int[_labelled];

        // Numbers and booleans are labels by their text, which is written once a class and not once a row.
        var written = new Dictionary<Value, int>();
        for (int i = 0; i < _places.Length; i++)
        {
            Value value = column(i);
            int index = -1;
            if (!value.IsMissing && value.Kind == ValueKind.Text)
            {
                index = classes.IndexOf(value);
            }
            else if (!value.IsMissing && !written.TryGetValue(value, out index))
            {
                written.Add(value, index = classes.IndexOf(value));
            }

            if (index < 0 && !value.IsMissing)
            {
                throw new ArgumentException($"Row {i} {what} '{value}'; the labels are {string.Join(", ", classes.Names)}.", nameof(answers));
            }

            if (_places[i] >= 0)
            {
                indices[_places[i]] = index;
            }
        }

        return indices;
    }

    /// <summary>The classes that rows have and the model decided for.</summary>
    private ClassLabels Said()
    {
        Func<int, Value> label = RowCells.Of(answers, AnswerNames.Label);
        var values = new HashSet<Value>();
        for (int i = 0; i < _places.Length; i++)
        {
            values.Add(truth(i));
            values.Add(label(i));
        }

        return new ClassLabels(values.Select(v => v.AsText()).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
