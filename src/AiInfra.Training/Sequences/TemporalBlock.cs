using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Sequences;

/// <summary>Two convolutions that see only the past, with gaps, beside the way straight on (Bai et al. 2018, figure 1b): [batch, channels, time].</summary>
internal sealed class TemporalBlock : nn.Module<Tensor, Tensor>, IExportable
{
    private readonly Conv1d conv1;
    private readonly Conv1d conv2;
    private readonly Dropout dropout;
    private readonly Conv1d? straight;
    private readonly long _past;

    public TemporalBlock(int from, int to, int kernel, int dilation, double drop)
        : base(nameof(TemporalBlock))
    {
        _past = (kernel - 1L) * dilation;
        conv1 = nn.Conv1d(from, to, kernel, dilation: dilation);
        conv2 = nn.Conv1d(to, to, kernel, dilation: dilation);
        dropout = nn.Dropout(drop);
        straight = from == to ? null : nn.Conv1d(from, to, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor x = dropout.call(nn.functional.relu(conv1.call(nn.functional.pad(input, [_past, 0]))));
        x = dropout.call(nn.functional.relu(conv2.call(nn.functional.pad(x, [_past, 0]))));
        return nn.functional.relu(x + (straight is null ? input : straight.call(input)));
    }

    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxGraphBuilder g = context.Graph;
        OnnxValue Past(OnnxValue x) => g.Node("Pad", [x, g.Initializer<long>("pads", [0, 0, _past, 0, 0, 0])]) with { ElementType = OnnxElementType.Float, Shape = x.Shape is { } s ? OnnxShape.Create([s[0], s[1], OnnxDim.Unknown]) : null };
        OnnxValue x = g.Relu(context.Call(conv1, Past(inputs[0])));
        x = g.Relu(context.Call(conv2, Past(x)));
        return [g.Relu(g.Add(x, straight is null ? inputs[0] : context.Call(straight, inputs[0])))];
    }
}
