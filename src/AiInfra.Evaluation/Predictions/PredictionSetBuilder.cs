using AiInfra.Core.Rows;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Predictions;

/// <summary>Gathers predictions row by row into a <see cref="PredictionSet"/>.</summary>
/// <param name="classes">The label set; null for numbers.</param>
public sealed class PredictionSetBuilder(ClassLabels? classes = null)
{
    private readonly List<Row> _inputs = [];
    private readonly List<int> _labels = [];
    private readonly List<int> _predicted = [];
    private readonly List<double> _probabilities = [];
    private readonly List<double> _truth = [];
    private readonly List<double> _values = [];
    private readonly List<double> _weights = [];
    private readonly List<string> _ids = [];

    /// <summary>Rows gathered.</summary>
    public int Count => _weights.Count;

    /// <summary>Rows whose label was missing; they are left out.</summary>
    public int Unlabelled { get; private set; }

    /// <summary>Adds a class with the probabilities of all classes (or, of two, of the second alone).</summary>
    /// <param name="inputs">The raw inputs, for slices.</param>
    /// <param name="label">The true class; a row whose is missing is left out and counted.</param>
    /// <param name="probabilities">One a class.</param>
    /// <param name="weight">How much the row counts.</param>
    /// <param name="id">Name of the row.</param>
    /// <param name="decision">The class that the model answered, where it says one; missing takes the most probable.</param>
    /// <exception cref="ArgumentException">The label is not in the set, or the probabilities do not fit it; the message names the row.</exception>
    public PredictionSetBuilder Add(Row? inputs, Value label, ReadOnlySpan<double> probabilities, double weight = 1, string? id = null, Value decision = default)
    {
        ClassLabels set = classes ?? throw new InvalidOperationException("This set is of numbers; give it a label set for classes.");
        bool single = probabilities.Length == 1 && set.Count == 2;
        if (probabilities.Length != set.Count && !single)
        {
            throw new ArgumentException($"Row {Count} has {probabilities.Length} probabilities; the label set has {set.Count} labels.", nameof(probabilities));
        }

        foreach (double p in probabilities)
        {
            if (!(p >= 0 && p <= 1))
            {
                throw new ArgumentException($"A probability of row {Count} is {p}; it must be between 0 and 1.", nameof(probabilities));
            }
        }

        int decided = decision.IsMissing ? -1 : Predicted(decision);
        if (Label(label) is not { } index)
        {
            return this;
        }

        ReadOnlySpan<double> all = single ? [1 - probabilities[0], probabilities[0]] : probabilities;
        _labels.Add(index);
        _probabilities.AddRange(all);
        _predicted.Add(decided < 0 ? TopClass.Of(all) : decided);
        return Added(inputs, weight, id);
    }

    /// <summary>Adds a class without probabilities, or a number.</summary>
    /// <exception cref="ArgumentException">A label is not in the set, or a number is missing or not finite; the message names the row.</exception>
    public PredictionSetBuilder Add(Row? inputs, Value label, Value predicted, double weight = 1, string? id = null)
    {
        if (classes is not null)
        {
            int answer = Predicted(predicted);
            if (Label(label) is not { } index)
            {
                return this;
            }

            _labels.Add(index);
            _predicted.Add(answer);
            return Added(inputs, weight, id);
        }

        if (label.IsMissing)
        {
            Unlabelled++;
            return this;
        }

        (double truth, double value) = (Number(label, nameof(label), Count), Number(predicted, nameof(predicted), Count));
        _truth.Add(truth);
        _values.Add(value);
        return Added(inputs, weight, id);
    }

    /// <summary>The set.</summary>
    /// <exception cref="InvalidOperationException">Some rows had inputs, probabilities or ids and others not.</exception>
    public PredictionSet Build()
    {
        if ((_inputs.Count != 0 && _inputs.Count != Count) || (_probabilities.Count != 0 && _probabilities.Count != Count * classes!.Count))
        {
            throw new InvalidOperationException($"Of {Count} rows {_inputs.Count} came with inputs and {_probabilities.Count / (classes?.Count ?? 1)} with probabilities; give them to all or none.");
        }

        if (_ids.Count != 0 && _ids.Count != Count)
        {
            throw new InvalidOperationException($"Of {Count} rows {_ids.Count} came with an id; give one to all or none.");
        }

        double[] weights = _weights.TrueForAll(w => w == 1) ? [] : [.. _weights];
        Row[]? inputs = _inputs.Count == 0 ? null : [.. _inputs];
        string[]? ids = _ids.Count == 0 ? null : [.. _ids];
        return classes is null ? PredictionSet.OfValues(_truth.ToArray(), _values.ToArray(), weights, inputs, ids)
            : _probabilities.Count > 0 ? PredictionSet.OfProbabilities(classes, _labels.ToArray(), _probabilities.ToArray(), weights, inputs, ids, _predicted.ToArray())
            : PredictionSet.OfLabels(classes, _labels.ToArray(), _predicted.ToArray(), weights, inputs, ids);
    }

    /// <summary>A number by the table of conversions: a text that reads as one is one.</summary>
    internal static double Number(Value value, string name, int row) => ValueConversion.TryNumber(value, out double number) && double.IsFinite(number)
        ? number
        : throw new ArgumentException($"The {name} of row {row} is '{value}' of kind {value.Kind}; a finite number is needed.", name);

    private int Predicted(Value predicted)
    {
        int answer = classes!.IndexOf(predicted);
        return answer >= 0 ? answer : throw new ArgumentException($"Row {Count} is predicted as '{predicted}'; the labels are {string.Join(", ", classes.Names)}.", nameof(predicted));
    }

    private int? Label(Value label)
    {
        if (label.IsMissing)
        {
            Unlabelled++;
            return null;
        }

        int index = classes!.IndexOf(label);
        return index >= 0 ? index : throw new ArgumentException($"Row {Count} has the label '{label}'; the labels are {string.Join(", ", classes.Names)}.", nameof(label));
    }

    private PredictionSetBuilder Added(Row? inputs, double weight, string? id)
    {
        if (inputs is not null)
        {
            _inputs.Add(inputs);
        }

        if (id is not null)
        {
            _ids.Add(id);
        }

        _weights.Add(weight);
        return this;
    }
}
