using System.Globalization;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Vision;

/// <summary>
/// ResNet-18 (He et al., Deep Residual Learning for Image Recognition, 2016): images [batch, 3, height, width] to logits [batch, classes], or to features [batch, 512] where it has no classes.
/// Weights are named as in torchvision.
/// </summary>
public sealed class ResNet18 : nn.Module<Tensor, Tensor>, IExportable
{
    /// <summary>Features of an image.</summary>
    public const int Width = 512;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly MaxPool2d maxpool;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly Linear? fc;

    private ResNet18(int classes, int[] blocks)
        : base(nameof(ResNet18))
    {
        conv1 = nn.Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false);
        bn1 = nn.BatchNorm2d(64);
        maxpool = nn.MaxPool2d(3, stride: 2, padding: 1);
        layer1 = Layer(64, 64, 1, blocks[0]);
        layer2 = Layer(64, 128, 2, blocks[1]);
        layer3 = Layer(128, 256, 2, blocks[2]);
        layer4 = Layer(256, Width, 2, blocks[3]);
        fc = classes == 0 ? null : nn.Linear(Width, classes);
        RegisterComponents();
    }

    /// <summary>Makes one. Its weights follow from the seed alone.</summary>
    /// <param name="classes">Classes; 0 answers features.</param>
    /// <param name="seed">Seed of the weights.</param>
    public static ResNet18 Create(int classes = 0, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        return SeededWeights.Make(() => new ResNet18(classes, [2, 2, 2, 2]), seed);
    }

    /// <summary>A feature extractor with the weights of an ONNX file of this network, in evaluation mode: of the package Microsoft.ML.DnnImageFeaturizer.ResNet18 (whose last layer has three blocks), or an export with batch normalisation kept apart. It has as many blocks a layer as the file. What images must be (order of colours, scale) is said where the file is from.</summary>
    /// <param name="model">The file, for example <c>OnnxModel.Read("ResNet18.onnx")</c>.</param>
    /// <exception cref="OnnxFormatException">It is no such network; the message names the first place that differs and what was expected there.</exception>
    public static ResNet18 FromOnnx(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var weights = new ResNetWeights(model.Graph);
        ResNet18 network = SeededWeights.Make(() => new ResNet18(0, weights.Blocks), 0);
        try
        {
            weights.CopyTo(network.state_dict());
            network.eval();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Images to logits, or to features.</summary>
    public override Tensor forward(Tensor input)
    {
        Tensor x = maxpool.call(nn.functional.relu(bn1.call(conv1.call(input))));
        x = layer4.call(layer3.call(layer2.call(layer1.call(x)))).mean([2, 3]);
        return fc is null ? x : fc.call(x);
    }

    /// <summary>Features [batch, 512] of images with frozen weights: nothing in the network changes, and no gradient is kept. Compute them once, and train what stands on them.</summary>
    public Tensor Features(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        eval();
        Tensor x = maxpool.call(nn.functional.relu(bn1.call(conv1.call(images))));
        return layer4.call(layer3.call(layer2.call(layer1.call(x)))).mean([2, 3]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        OnnxGraphBuilder g = context.Graph;
        OnnxValue x = context.Call(maxpool, g.Relu(context.Call(bn1, context.Call(conv1, inputs[0]))));
        foreach (Sequential layer in (Sequential[])[layer1, layer2, layer3, layer4])
        {
            x = context.Call(layer, x);
        }

        x = g.Flatten(g.Node("GlobalAveragePool", [x]), 1);
        return [fc is null ? x : context.Call(fc, x)];
    }

    private static Sequential Layer(int from, int to, int stride, int blocks)
    {
        List<(string, nn.Module<Tensor, Tensor>)> parts = [];
        for (int i = 0; i < blocks; i++)
        {
            parts.Add((i.ToString(CultureInfo.InvariantCulture), i == 0 ? new ResidualBlock(from, to, stride) : new ResidualBlock(to, to, 1)));
        }

        return nn.Sequential(parts);
    }
}
