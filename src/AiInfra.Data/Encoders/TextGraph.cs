using AiInfra.Onnx;

namespace AiInfra.Data.Encoders;

/// <summary>Writes the counting of runs as nodes: the steps of <see cref="GramCounter"/>.</summary>
/// <remarks>ONNX itself cuts texts at white space only; <c>com.microsoft.Tokenizer</c> of ONNX Runtime cuts by a regular expression and into characters.</remarks>
internal sealed class TextGraph(OnnxGraphBuilder graph)
{
    private const string Microsoft = "com.microsoft";

    public OnnxValue Append(OnnxValue input, TextPlan plan)
    {
        using IDisposable scope = graph.Scope(plan.Name);
        (GramPlan? Grams, bool Words)[] kinds = [(plan.Words, true), (plan.Characters, false)];
        OnnxValue[] sides = [.. Sides(input, plan, kinds.Where(k => k.Grams is not null))];
        return sides.Length == 1 ? sides[0] : graph.Concat(sides, 1, "text");
    }

    private IEnumerable<OnnxValue> Sides(OnnxValue input, TextPlan plan, IEnumerable<(GramPlan? Grams, bool Words)> kinds)
    {
        // An empty last piece, so that there is one.
        OnnxValue none = graph.Node("LabelEncoder", [input], [("keys_strings", new[] { "" }), ("values_strings", new[] { "" }), ("default_string", "")], OnnxOpset.MachineLearning, "no_piece");
        OnnxValue cut = graph.Squeeze(Cut(input, $"(?s).{{1,{TextPieces.Size}}}", "cut"), [1]);
        OnnxValue pieces = graph.Slice(graph.Concat([cut, none], 1), 0, plan.Pieces, 1, "pieces");
        OnnxValue count = graph.Slice(graph.Node("Shape", [pieces]), 1, 2, 0, "piece_count");
        OnnxValue lower = graph.Node("StringNormalizer", [graph.Reshape(pieces, [-1])], [("case_change_action", "LOWER"), ("is_case_sensitive", 1), ("locale", "C")], name: "lower");
        foreach ((GramPlan? grams, bool words) in kinds)
        {
            using IDisposable scope = graph.Scope(words ? "words" : "characters");
            OnnxValue tokens = words
                ? Cut(lower, $"{TextPieces.WordClass}+", "tokens")
                : graph.Node("Tokenizer", [lower], [("mark", 0), ("mincharnum", 1), ("pad_value", ""), ("separators", new[] { "" })], Microsoft, "tokens");
            yield return Weighted(Counted(tokens, grams!, count), grams!);
        }
    }

    private OnnxValue Cut(OnnxValue texts, string expression, string name) =>
        graph.Node("Tokenizer", [texts], [("mark", 0), ("mincharnum", 1), ("pad_value", ""), ("tokenexp", expression)], Microsoft, name);

    private OnnxValue Counted(OnnxValue tokens, GramPlan grams, OnnxValue pieces)
    {
        OnnxValue ids = graph.LabelEncoder(tokens, grams.Tokens, [.. grams.Ids.Select(i => (long)i)], 0, "ids");

        // One column more, so that there is one.
        ids = graph.Node("Pad", [ids, graph.Initializer<long>("pads", [0, 0, 0, 1]), graph.Constant(0L, "unknown")], name: "padded");
        long[] starts = new long[grams.Longest];
        for (int n = 1; n < starts.Length; n++)
        {
            starts[n] = starts[n - 1] + (grams.Grams.Count(g => g.Length == n) * n);
        }

        OnnxValue counts = graph.Node(
            "TfIdfVectorizer",
            [ids],
            [
                ("mode", "TF"), ("min_gram_length", 1), ("max_gram_length", grams.Longest), ("max_skip_count", 0), ("ngram_counts", starts),
                ("ngram_indexes", Enumerable.Range(0, grams.Grams.Length).Select(i => (long)i).ToArray()),
                ("pool_int64s", grams.Grams.SelectMany(g => g).Select(id => (long)id).ToArray()),
            ],
            name: "counts");
        OnnxValue shape = graph.Concat([graph.Initializer<long>("rows", [-1]), pieces, graph.Initializer<long>("width", [grams.Grams.Length])], 0);
        return graph.ReduceSum(graph.Node("Reshape", [counts, shape], name: "of_pieces"), [1], keepDims: false, "of_text");
    }

    private OnnxValue Weighted(OnnxValue counts, GramPlan grams)
    {
        if (grams.Weights.Length == 0)
        {
            return counts;
        }

        OnnxValue log = graph.Log(graph.Add(graph.Cast(counts, OnnxElementType.Double), graph.Constant(1.0, "one")));
        OnnxValue weighted = graph.Mul(log, graph.Initializer<double>("weights", grams.Weights, 1, grams.Weights.Length));
        OnnxValue length = graph.Sqrt(graph.ReduceSum(graph.Mul(weighted, weighted), [1]));
        OnnxValue factor = graph.Div(graph.Constant(TextPlan.Length, "length"), graph.Max(length, graph.Constant(1e-9, "least")));
        return graph.Cast(graph.Mul(weighted, factor), OnnxElementType.Float, "weighted");
    }
}
