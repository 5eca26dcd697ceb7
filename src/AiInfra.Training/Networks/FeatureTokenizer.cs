using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>
/// Every column as a token, behind one of its own that the answer is read from: [batch, 1 + columns, width].
/// A column of numbers gives its numbers times their weights, plus a bias: for a number and its missing indicator that is a direction each, for a one-hot category a vector a value. A category number gives its row of a table, plus a bias.
/// </summary>
internal sealed class FeatureTokenizer : nn.Module<Tensor, Tensor?, Tensor>
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

    /// <summary>The numbers of a row, those of one column beside each other.</summary>
    public long[] Order => _order;

    /// <summary>Numbers of each column.</summary>
    public long[] Sizes => _sizes;

    /// <summary>Where each category column begins in the table.</summary>
    public long[] Starts => _starts;

    public Parameter? Weight => weight;

    public Parameter? Table => table;

    public Parameter Bias => bias;

    public Parameter Answer => answer;

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
