using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>
/// Every column as a token, behind one of its own that the answer is read from: [batch, 1 + columns, width].
/// A column of numbers gives its numbers times their weights, plus a bias: for a number and its missing indicator that is a direction each, for a one-hot category a vector a value. A category number gives its row of a table, plus a bias.
/// </summary>
internal sealed class FeatureTokenizer : nn.Module<Tensor, Tensor?, Tensor>, IExportable
{
    private readonly long[] _order;
    private readonly long[] _sizes;
    private readonly long[] _starts;

    // Names of fields are names in checkpoints.
    private readonly Parameter? weight;
    private readonly Parameter? table;
    private readonly Parameter bias;
    private readonly Parameter answer;

    public FeatureTokenizer(MlpShape shape, int width)
        : base(nameof(FeatureTokenizer))
    {
        int[] columns = [.. shape.Columns ?? [.. Enumerable.Range(0, shape.Width)]];
        _order = [.. Enumerable.Range(0, columns.Length).OrderBy(i => columns[i]).Select(i => (long)i)];
        _sizes = [.. columns.GroupBy(c => c).OrderBy(g => g.Key).Select(g => (long)g.Count())];
        IReadOnlyList<int> cardinalities = shape.Cardinalities ?? [];
        _starts = [.. cardinalities.Select((_, i) => cardinalities.Take(i).Sum(c => (long)c))];
        weight = shape.Width > 0 ? new Parameter(zeros(shape.Width, width)) : null;
        table = cardinalities.Count > 0 ? new Parameter(zeros(cardinalities.Sum(c => (long)c), width)) : null;
        bias = new Parameter(zeros(_sizes.Length + cardinalities.Count, width));
        answer = new Parameter(zeros(1, 1, width));
        RegisterComponents();
    }

    public int Tokens => 1 + _sizes.Length + _starts.Length;

    public override Tensor forward(Tensor input, Tensor? categories)
    {
        long batch = (weight is null ? categories! : input).shape[0];
        var tokens = new List<Tensor>(3) { answer.expand(batch, 1, -1) };
        if (weight is not null)
        {
            using Tensor order = tensor(_order, device: input.device);
            Tensor sorted = input.index_select(1, order), weights = weight.index_select(0, order);
            Tensor[] parts = [.. sorted.split(_sizes, 1).Zip(weights.split(_sizes, 0), matmul)];
            tokens.Add(stack(parts, 1) + bias.narrow(0, 0, _sizes.Length));
        }

        if (table is not null)
        {
            using Tensor starts = tensor(_starts, device: categories!.device);
            Tensor rows = (categories + starts).flatten();
            tokens.Add(table.index_select(0, rows).reshape(batch, _starts.Length, -1) + bias.narrow(0, _sizes.Length, _starts.Length));
        }

        return cat(tokens, 1);
    }

    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var parts = new List<OnnxValue>(_sizes.Length + 1);
        if (weight is not null)
        {
            Tensor order = tensor(_order);
            OnnxValue sorted = graph.Gather(inputs[0], graph.Initializer("order", _order), axis: 1);
            OnnxValue[] columns = _sizes.Length == 1 ? [sorted] : graph.Split(sorted, _sizes, 1);
            Tensor[] weights = weight.index_select(0, order).split(_sizes, 0);
            parts.AddRange(columns.Zip(weights, (x, w) => graph.Unsqueeze(graph.MatMul(x, context.Constant("weight", w)), [1])));
        }

        if (table is not null)
        {
            parts.Add(graph.Gather(context.Parameter(table), graph.Add(inputs[1], graph.Initializer("starts", _starts)), axis: 0));
        }

        OnnxValue tokens = graph.Add(parts.Count == 1 ? parts[0] : graph.Concat([.. parts], 1), context.Parameter(bias));

        // The answer's token, once for every row: as many as the first token has, of nothing.
        OnnxValue first = graph.Mul(graph.Slice(tokens, 0, 1, 1), graph.Constant(0f, "none"));
        return [graph.Concat([graph.Add(first, context.Parameter(answer)), tokens], 1)];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            weight?.Dispose();
            table?.Dispose();
            bias.Dispose();
            answer.Dispose();
        }

        base.Dispose(disposing);
    }
}
