using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Vision;

/// <summary>A small convolutional network for small images: [batch, channels, height, width] to logits [batch, classes]. Two stages of two 3 x 3 convolutions with batch normalisation, each halved by a maximum, and one hidden layer.</summary>
public sealed class SmallCnn : nn.Module<Tensor, Tensor>, IExportable
{
    // Names of fields are names in checkpoints.
    private readonly Sequential layers;

    private SmallCnn(int channels, int height, int width, int classes, int features, double dropout)
        : base(nameof(SmallCnn))
    {
        List<(string, nn.Module<Tensor, Tensor>)> parts =
        [
            .. Stage("stage1", channels, features),
            .. Stage("stage2", features, 2 * features),
            ("flatten", nn.Flatten()),
            ("dropout1", nn.Dropout(dropout)),
            ("hidden", nn.Linear(2L * features * (height / 4) * (width / 4), 128)),
            ("relu", nn.ReLU()),
            ("dropout2", nn.Dropout(dropout)),
            ("output", nn.Linear(128, classes)),
        ];
        layers = nn.Sequential(parts);
        RegisterComponents();
    }

    /// <summary>Makes one. Its weights follow from the seed alone.</summary>
    /// <param name="channels">1 for grey, 3 for colours.</param>
    /// <param name="height">Pixels, 4 at least.</param>
    /// <param name="width">Pixels, 4 at least.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="features">Features of the first stage; the second has twice as many.</param>
    /// <param name="dropout">Share of values set to zero before each of the last two layers in training.</param>
    /// <param name="seed">Seed of the weights.</param>
    public static SmallCnn Create(int channels, int height, int width, int classes, int features = 32, double dropout = 0.3, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        return SeededWeights.Make(() => new SmallCnn(channels, height, width, classes, features, dropout), seed);
    }

    /// <summary>Images [batch, channels, height, width] to logits [batch, classes].</summary>
    public override Tensor forward(Tensor input) => layers.call(input);

    /// <inheritdoc />
    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        return [context.Call(layers, inputs[0])];
    }

    private static IEnumerable<(string, nn.Module<Tensor, Tensor>)> Stage(string name, int from, int to) =>
    [
        ($"{name}conv1", nn.Conv2d(from, to, 3, padding: 1, bias: false)), ($"{name}norm1", nn.BatchNorm2d(to)), ($"{name}relu1", nn.ReLU()),
        ($"{name}conv2", nn.Conv2d(to, to, 3, padding: 1, bias: false)), ($"{name}norm2", nn.BatchNorm2d(to)), ($"{name}relu2", nn.ReLU()),
        ($"{name}pool", nn.MaxPool2d(2)),
    ];
}
