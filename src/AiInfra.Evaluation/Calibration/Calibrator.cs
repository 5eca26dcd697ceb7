using System.Text.Json;
using System.Text.Json.Serialization;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Corrects the probabilities of a model after it was trained. Fitted on rows that neither training nor evaluation uses; immutable; saved as JSON; applied here or appended to an ONNX graph (<see cref="OnnxCalibration"/>).</summary>
/// <remarks>Takes logarithms of probabilities where it needs logits, with 2^-126 (the smallest normal float) for anything smaller, so that the answers here and in a float graph agree.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TemperatureCalibrator), "temperature")]
[JsonDerivedType(typeof(VectorCalibrator), "vector")]
[JsonDerivedType(typeof(PlattCalibrator), "platt")]
[JsonDerivedType(typeof(IsotonicCalibrator), "isotonic")]
[JsonDerivedType(typeof(OneVersusRestCalibrator), "oneVersusRest")]
public abstract record Calibrator
{
    /// <summary>Probabilities below are taken as this in logarithms.</summary>
    internal const double Smallest = 1.1754943508222875e-38;

    // The kinds are known: a graph and a JSON form go with each.
    private protected Calibrator()
    {
    }

    /// <summary>Rows it was fitted on; 0 when it was made by hand.</summary>
    public long Rows { get; init; }

    /// <summary>Number of classes it serves; 0 for any.</summary>
    [JsonIgnore]
    public abstract int Classes { get; }

    /// <summary>Whether the most probable class stays the most probable whatever the row.</summary>
    [JsonIgnore]
    public virtual bool KeepsDecision => false;

    /// <summary>Reads a calibrator.</summary>
    /// <exception cref="CalibrationException">The text is not a calibrator's JSON, or its numbers cannot be.</exception>
    public static Calibrator FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            Calibrator read = JsonSerializer.Deserialize(json, CalibrationJson.Default.Calibrator) ?? throw new CalibrationException("A calibrator's JSON is an object; this is null. Save one with ToJson.");
            read.Check();
            return read;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new CalibrationException($"This is not the JSON of a calibrator: {e.Message} Save one with ToJson.", e);
        }
    }

    /// <summary>The calibrator as JSON; numbers come back with every bit.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CalibrationJson.Default.Calibrator);

    /// <summary>Calibrates one row.</summary>
    /// <param name="probabilities">Probability of each class.</param>
    /// <param name="calibrated">Where the calibrated ones go; may be the same memory.</param>
    /// <exception cref="ArgumentException">Lengths differ or do not fit the classes, or a probability is outside [0, 1].</exception>
    public void Apply(ReadOnlySpan<double> probabilities, Span<double> calibrated)
    {
        Guard.Probability(probabilities, nameof(probabilities));
        if (probabilities.Length < 2 || (Classes > 0 && probabilities.Length != Classes))
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities; {(Classes > 0 ? $"this calibrator serves {Classes} classes" : "a row has two or more")}.", nameof(probabilities));
        }

        if (calibrated.Length != probabilities.Length)
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities, but room for {calibrated.Length}.", nameof(calibrated));
        }

        Row(probabilities, calibrated);
    }

    /// <summary>Calibrates the probability of the second of two classes.</summary>
    /// <exception cref="ArgumentException">It is outside [0, 1], or the calibrator serves more classes.</exception>
    public double Apply(double probability)
    {
        Guard.Probability([probability], nameof(probability));
        Span<double> row = [1 - probability, probability];
        Apply(row, row);
        return row[1];
    }

    /// <summary>Calibrates predictions; the predicted classes follow the new probabilities.</summary>
    /// <exception cref="ArgumentException">There are no probabilities, or not of the calibrator's classes.</exception>
    public PredictionSet Apply(PredictionSet predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Classes is not { } classes || !predictions.HasProbabilities)
        {
            throw new ArgumentException("These predictions have no probabilities to calibrate.", nameof(predictions));
        }

        double[] calibrated = predictions.Probabilities.ToArray();
        for (int i = 0; i < predictions.Count; i++)
        {
            Span<double> row = calibrated.AsSpan(i * classes.Count, classes.Count);
            Apply(row, row);
        }

        double[] weights = predictions.IsWeighted ? [.. Enumerable.Range(0, predictions.Count).Select(i => predictions[i].Weight)] : [];
        return PredictionSet.OfProbabilities(classes, predictions.Labels, calibrated, weights, predictions.Inputs);
    }

    /// <summary>Calibrates one row that was checked.</summary>
    internal abstract void Row(ReadOnlySpan<double> probabilities, Span<double> calibrated);

    /// <summary>Appends the same to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="probabilities">Doubles [rows, classes].</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>Doubles [rows, classes].</returns>
    internal abstract OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue probabilities, int classes);

    /// <summary>Checks numbers that came from outside.</summary>
    /// <exception cref="CalibrationException">A number cannot be.</exception>
    internal abstract void Check();

    internal static void CheckFinite(ReadOnlySpan<double> numbers, string name)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
            {
                throw new CalibrationException($"{name}[{i}] of the calibrator is {numbers[i]}; a finite number is needed. Fit it again.");
            }
        }
    }

    internal static double LogOf(double probability) => Math.Log(Math.Max(probability, Smallest));

    /// <summary>Shares of e^x, in place.</summary>
    internal static void Softmax(Span<double> x)
    {
        double top = double.NegativeInfinity, sum = 0;
        foreach (double value in x)
        {
            top = Math.Max(top, value);
        }

        for (int k = 0; k < x.Length; k++)
        {
            x[k] = Math.Exp(x[k] - top);
            sum += x[k];
        }

        for (int k = 0; k < x.Length; k++)
        {
            x[k] /= sum;
        }
    }

    internal static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>Logarithms of probabilities in a graph.</summary>
    internal static OnnxValue LogOf(OnnxGraphBuilder graph, OnnxValue probabilities) => graph.Log(graph.Max(probabilities, graph.Constant(Smallest, "smallest")));
}
