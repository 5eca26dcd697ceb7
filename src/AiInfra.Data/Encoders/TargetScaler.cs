using System.Text.Json;
using AiInfra.Onnx;

namespace AiInfra.Data.Encoders;

/// <summary>Scales the target of a regression to mean 0 and standard deviation 1 for training, and predictions back.</summary>
/// <param name="Mean">Mean of the targets, of their signed logarithms where <paramref name="Log"/>.</param>
/// <param name="Scale">Their standard deviation; 1 when they are all equal, to the last places of a double.</param>
/// <param name="Log">Whether the signed logarithm, sign(y)·ln(1+|y|), is taken first.</param>
public sealed record TargetScaler(double Mean, double Scale, bool Log = false)
{
    private const string Format = "aiinfra.target-scaler";
    private const double LeastSpread = 1e-14;

    /// <summary>Learns from the targets of the training rows; values that are not finite are passed over.</summary>
    /// <exception cref="EncodingException">No value is finite, or one is so large that its square is not.</exception>
    public static TargetScaler Fit(IEnumerable<double> targets, bool log = false)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var numbers = new NumberSummary(100, 0);
        double extreme = 0;
        foreach (double target in targets)
        {
            if (double.IsFinite(target))
            {
                numbers.Add(target);
                extreme = Math.Abs(target) > Math.Abs(extreme) ? target : extreme;
            }
        }

        if (numbers.Count + numbers.Extremes == 0)
        {
            throw new EncodingException("No target is a finite number. Check the target's column.");
        }

        if (numbers.Extremes > 0)
        {
            throw new EncodingException($"{numbers.Extremes} of the targets {(numbers.Extremes == 1 ? "is" : "are")} beyond ±{NumberSummary.Extreme:G2}, for example {extreme:G6}: no model can learn that beside the others. Such a value is a slip more often than a measurement; put its row aside (Expect … InRange) or correct it.");
        }

        double mean = log ? numbers.LogMean : numbers.Mean;
        double scale = log ? numbers.LogDeviation : numbers.Deviation;

        // A spread of a few units in the last place is rounding, not something to learn.
        return new TargetScaler(mean, scale > Math.Abs(mean) * LeastSpread && double.IsFinite(1 / scale) ? scale : 1, log);
    }

    /// <summary>A target as the model learns it.</summary>
    public double Encode(double target) => ((Log ? NumberSummary.SignedLog(target) : target) - Mean) / Scale;

    /// <summary>What a model's answer means.</summary>
    public double Decode(double scaled)
    {
        double value = (scaled * Scale) + Mean;
        return Log ? Math.Sign(value) * (Math.Exp(Math.Abs(value)) - 1) : value;
    }

    /// <summary>Adds the way back to a graph: float in, double out of the same shape. A float would lose the small differences of large targets, such as amounts around 40,000 or times in seconds.</summary>
    public OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue scaled)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using IDisposable scope = graph.Scope("target");
        OnnxValue value = graph.Add(graph.Mul(graph.Cast(scaled, OnnxElementType.Double), graph.Constant(Scale, "scale")), graph.Constant(Mean, "mean"));
        return Log ? graph.Mul(graph.Sign(value), graph.Sub(graph.Exp(graph.Abs(value)), graph.Constant(1.0, "one"))) : value;
    }

    /// <summary>The scaler as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new TargetDocument(Format, Mean, Scale, Log), EncodingJson.Default.TargetDocument);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="EncodingException">The text is something else, or damaged.</exception>
    public static TargetScaler FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, EncodingJson.Default.TargetDocument) is { Format: Format } document
                ? new TargetScaler(document.Mean, document.Scale, document.Log)
                : throw new EncodingException("This is not a target scaler that was saved here. Give the text that ToJson wrote.");
        }
        catch (JsonException e)
        {
            throw new EncodingException($"This is not a target scaler that was saved here: {e.Message}. Give the text that ToJson wrote.", e);
        }
    }
}
