using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Vision;

/// <summary>Two 3 x 3 convolutions beside the way straight on (He et al. 2016, figure 2). Fields are named as in torchvision, and so are the weights.</summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>, IExportable
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    public ResidualBlock(int from, int to, int stride)
        : base(nameof(ResidualBlock))
    {
        conv1 = nn.Conv2d(from, to, 3, stride: stride, padding: 1, bias: false);
        bn1 = nn.BatchNorm2d(to);
        conv2 = nn.Conv2d(to, to, 3, padding: 1, bias: false);
        bn2 = nn.BatchNorm2d(to);
        downsample = stride == 1 && from == to ? null : nn.Sequential(("0", nn.Conv2d(from, to, 1, stride: stride, bias: false)), ("1", nn.BatchNorm2d(to)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor x = nn.functional.relu(bn1.call(conv1.call(input)));
        return nn.functional.relu(bn2.call(conv2.call(x)) + (downsample is null ? input : downsample.call(input)));
    }

    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxValue x = context.Graph.Relu(context.Call(bn1, context.Call(conv1, inputs[0])));
        x = context.Call(bn2, context.Call(conv2, x));
        return [context.Graph.Relu(context.Graph.Add(x, downsample is null ? inputs[0] : context.Call(downsample, inputs[0])))];
    }
}
