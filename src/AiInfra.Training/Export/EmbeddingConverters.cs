using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Tables of vectors by number.</summary>
internal static class EmbeddingConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<Embedding>((m, x, c) => c.Graph.Gather(c.Constant("weight", m.weight!), x))
        .Add<EmbeddingBag>(ConvertBag);

    private static OnnxValue ConvertBag(EmbeddingBag bag, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        if (inputs.Count != 1)
        {
            throw context.Unsupported(bag, "bags are written as the rows of one int64 input [bags, size]; offsets and weights of entries are not");
        }

        context.Rank(bag, inputs[0], 2);
        OnnxGraphBuilder graph = context.Graph;
        (string mode, long padding) = Probe(bag, context);
        OnnxValue rows = graph.Gather(context.Constant("weight", bag.weight!), inputs[0]);
        if (padding < 0)
        {
            return mode switch
            {
                "sum" => graph.ReduceSum(rows, [1], keepDims: false),
                "mean" => graph.ReduceMean(rows, [1], keepDims: false),
                _ => graph.ReduceMax(rows, [1], keepDims: false),
            };
        }

        if (mode == "max")
        {
            throw context.Unsupported(bag, "the largest of a bag with a padding row is not written");
        }

        OnnxValue counted = graph.Cast(graph.Not(graph.Equal(inputs[0], graph.Constant(padding, "padding"))), OnnxElementType.Float);
        OnnxValue sum = graph.ReduceSum(graph.Mul(rows, graph.Unsqueeze(counted, [2])), [1], keepDims: false);
        return mode == "sum" ? sum : graph.Div(sum, graph.Max(graph.ReduceSum(counted, [1]), graph.Constant(1f, "one")));
    }

    /// <summary>TorchSharp does not tell a bag's mode and padding row: they are found by asking it.</summary>
    private static (string Mode, long Padding) Probe(EmbeddingBag bag, ExportContext context)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        bag.eval();
        Tensor table = bag.weight!.detach();
        long rows = table.shape[0];
        Tensor numbers = arange(rows, dtype: ScalarType.Int64, device: table.device);
        Tensor alone = bag.call(numbers.unsqueeze(1));
        Tensor twice = bag.call(stack([numbers, numbers], 1));
        Tensor next = numbers.add(1).remainder(rows);
        Tensor both = bag.call(stack([numbers, next], 1));
        Tensor following = table.index_select(0, next);
        bool Same(Tensor a, Tensor b) => (a - b).abs().max().cpu().ToDouble() <= 1e-6 * Math.Max(1, b.abs().max().cpu().ToDouble());

        // A row that two of it do not double and that its neighbour alone outweighs is not counted.
        long padding = -1;
        foreach ((string mode, Func<Tensor, Tensor, Tensor> join) in Modes)
        {
            Tensor expected = join(table, following);
            Tensor wrong = (both - expected).abs().amax([1]).gt(1e-5);
            long[] odd = [.. numbers.masked_select(wrong).cpu().data<long>()];
            if (odd.Length == 0 && Same(alone, table) && Same(twice, join(table, table)))
            {
                return (mode, -1);
            }

            foreach (long candidate in odd.Concat(odd.Select(o => (o + 1) % rows)).Distinct().Where(_ => odd.Length <= 2))
            {
                Tensor counts = numbers.ne(candidate).to(table.dtype).unsqueeze(1);
                Tensor nextCounts = counts.index_select(0, next);
                Tensor sum = (table * counts) + (following * nextCounts);
                Tensor given = mode == "mean" ? sum / (counts + nextCounts).clamp(1) : sum;
                if (mode != "max" && Same(both, given) && rows > 2)
                {
                    padding = candidate;
                    return (mode, padding);
                }
            }
        }

        throw context.Unsupported(bag, "its mode could not be found by asking it: its rows are too alike");
    }

    private static IEnumerable<(string Mode, Func<Tensor, Tensor, Tensor> Join)> Modes =>
    [
        ("mean", (a, b) => (a + b) / 2),
        ("sum", (a, b) => a + b),
        ("max", maximum),
    ];
}
