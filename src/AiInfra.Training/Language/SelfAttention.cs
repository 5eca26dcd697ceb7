using System.Globalization;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>Multi-head attention of a sequence to itself: [batch, time, width] to the same shape.</summary>
internal sealed class SelfAttention : nn.Module<Tensor, AttentionPlan, Tensor>, IExportable
{
    // Names of fields are names in checkpoints.
    private readonly Linear project;
    private readonly Linear output;
    private readonly int _number;
    private readonly bool _remembers;
    private readonly int _heads;
    private readonly int _size;
    private readonly double _dropout;

    /// <param name="options">Its shape.</param>
    /// <param name="number">The layer's number: the name of its keys and values.</param>
    /// <param name="remembers">Whether an export carries keys and values from call to call.</param>
    public SelfAttention(TransformerOptions options, int number, bool remembers)
        : base(nameof(SelfAttention))
    {
        (_number, _remembers, _heads, _size, _dropout) = (number, remembers, options.Heads, options.HeadSize, options.Dropout);
        project = nn.Linear(options.Width, 3L * options.Width, hasBias: false);
        output = nn.Linear(options.Width, options.Width, hasBias: false);
        RegisterComponents();
    }

    /// <summary>What is added to the straight way.</summary>
    public Linear Output => output;

    public override Tensor forward(Tensor input, AttentionPlan plan)
    {
        (long batch, long time) = (input.shape[0], input.shape[1]);
        Tensor[] parts = [.. project.call(input).view(batch, time, 3, _heads, _size).unbind(2).Select(p => p.transpose(1, 2))];
        (Tensor query, Tensor key, Tensor value) = (plan.Turn(parts[0]), plan.Turn(parts[1]), parts[2]);
        if (plan.Cache is { } cache)
        {
            (key, value) = cache.Append(_number, key, value);
        }

        Tensor mixed = nn.functional.scaled_dot_product_attention(query, key, value, plan.Mask!, training ? _dropout : 0, plan.Causal && plan.Mask is null);
        return output.call(mixed.transpose(1, 2).reshape(batch, time, _heads * _size));
    }

    /// <summary>x, the mask, and where places are turned cosines and sines.</summary>
    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxGraphBuilder g = context.Graph;
        OnnxValue[] parts = [.. g.SplitEvenly(context.Call(project, inputs[0]), 3, 2).Select(p => g.Transpose(g.Reshape(p, [0, 0, _heads, _size]), [0, 2, 1, 3]))];
        OnnxValue query = parts[0], key = parts[1], value = parts[2];
        if (inputs.Count > 2)
        {
            (query, key) = (Turn(g, query, inputs[2], inputs[3]), Turn(g, key, inputs[2], inputs[3]));
        }

        if (_remembers)
        {
            (key, value) = context.Cache(_number.ToString(CultureInfo.InvariantCulture), inputs[0].Shape![0], _heads, _size).Append(key, value);
        }

        OnnxValue scores = g.Mul(g.MatMul(query, g.Transpose(key, [0, 1, 3, 2])), g.Constant(1 / MathF.Sqrt(_size), "scale"));
        OnnxValue mixed = g.Transpose(g.MatMul(g.Softmax(g.Add(scores, inputs[1])), value), [0, 2, 1, 3]);
        return [context.Call(output, g.Said(g.Reshape(mixed, [0, 0, _heads * _size]), inputs[0].Shape))];
    }

    private static OnnxValue Turn(OnnxGraphBuilder g, OnnxValue x, OnnxValue cos, OnnxValue sin)
    {
        OnnxValue[] halves = g.SplitEvenly(x, 2, 3);
        return g.Concat([g.Sub(g.Mul(halves[0], cos), g.Mul(halves[1], sin)), g.Add(g.Mul(halves[1], cos), g.Mul(halves[0], sin))], 3);
    }
}
