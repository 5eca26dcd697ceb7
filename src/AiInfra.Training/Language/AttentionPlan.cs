using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>What the attentions of all layers share in one pass: rotations, who sees whom, and what is remembered.</summary>
internal sealed class AttentionPlan
{
    /// <summary>Each place sees itself and those before. Needs no mask where nothing is remembered.</summary>
    public bool Causal { get; init; }

    /// <summary>0 where a query sees a key and -inf where not, [batch or 1, 1, query, key]; null where <see cref="Causal"/> says all.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>Cosine and sine of the angles, [batch or 1, 1, time, size / 2]; null where nothing is turned.</summary>
    public (Tensor Cos, Tensor Sin)? Turns { get; init; }

    public KeyValueCache? Cache { get; init; }

    /// <summary>The speeds of the rotations, in radians a place: base^(-2i / size).</summary>
    private static float[] Speeds(int size, double rotaryBase) => [.. Enumerable.Range(0, size / 2).Select(i => (float)Math.Pow(rotaryBase, -2.0 * i / size))];

    /// <summary>Angles of places int64 [batch or 1, time].</summary>
    public static (Tensor Cos, Tensor Sin) TurnsAt(Tensor positions, int size, double rotaryBase)
    {
        Tensor angles = positions.to(ScalarType.Float32).unsqueeze(-1) * tensor(Speeds(size, rotaryBase), device: positions.device);
        return (angles.cos().unsqueeze(1), angles.sin().unsqueeze(1));
    }

    /// <summary>The same in a graph: cosine and sine.</summary>
    public static OnnxValue[] TurnsAt(OnnxGraphBuilder graph, OnnxValue positions, int size, double rotaryBase)
    {
        float[] speeds = Speeds(size, rotaryBase);
        OnnxValue angles = graph.Mul(graph.Unsqueeze(graph.Cast(positions, OnnxElementType.Float), [2]), graph.Initializer("speeds", speeds, speeds.Length));
        return [graph.Unsqueeze(graph.Node("Cos", [angles]), [1]), graph.Unsqueeze(graph.Node("Sin", [angles]), [1])];
    }

    /// <summary>A mask of keys that are there, int64 [batch, key], and of the causal order where that holds. A place always sees itself, so that padding answers something, which nobody reads.</summary>
    public static Tensor MaskOf(Tensor present, long queries, bool causal)
    {
        long keys = present.shape[1];
        Tensor at = arange(keys - queries, keys, ScalarType.Int64, present.device).unsqueeze(1), key = arange(keys, ScalarType.Int64, present.device).unsqueeze(0);
        Tensor hidden = present.eq(0).unsqueeze(1).unsqueeze(1).logical_and(key.ne(at));
        return Additive(causal ? hidden.logical_or(key.gt(at)) : hidden);
    }

    /// <summary>A causal mask that also keeps sequences in one row apart, by their numbers int64 [batch, time].</summary>
    public static Tensor MaskOfSegments(Tensor segments)
    {
        Tensor places = arange(segments.shape[1], ScalarType.Int64, segments.device);
        Tensor later = places.unsqueeze(0).gt(places.unsqueeze(1));
        return Additive(segments.unsqueeze(2).ne(segments.unsqueeze(1)).logical_or(later).unsqueeze(1));
    }

    /// <summary>Turns queries or keys [batch, heads, time, size].</summary>
    public Tensor Turn(Tensor x)
    {
        if (Turns is not (Tensor cos, Tensor sin))
        {
            return x;
        }

        Tensor[] halves = x.chunk(2, -1);
        return cat([(halves[0] * cos) - (halves[1] * sin), (halves[1] * cos) + (halves[0] * sin)], -1);
    }

    private static Tensor Additive(Tensor hidden) => zeros(hidden.shape, device: hidden.device).masked_fill(hidden, double.NegativeInfinity);
}
