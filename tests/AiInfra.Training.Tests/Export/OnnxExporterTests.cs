using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Networks;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Export;

public sealed class OnnxExporterTests
{
    public OnnxExporterTests()
    {
        Libtorch.Load();
    }

    public static TheoryData<string> Modules =>
    [
        "linear", "linear3d", "nobias", "relu", "gelu", "gelutanh", "silu", "tanh", "sigmoid", "leaky", "elu", "mish", "relu6", "softplus", "dropout", "batchnorm", "batchnormplain", "layernorm", "layernormplain",
        "softmax", "logsoftmax", "conv", "pool", "flatten", "mlp", "nested",
    ];

    private static (nn.Module<Tensor, Tensor> Module, long[] Shape) Make(string name) => name switch
    {
        "linear" => (nn.Linear(5, 3), [-1, 5]),
        "linear3d" => (nn.Linear(5, 3), [-1, 4, 5]),
        "nobias" => (nn.Linear(5, 3, hasBias: false), [-1, 5]),
        "relu" => (nn.ReLU(), [-1, 5]),
        "gelu" => (nn.GELU(), [-1, 5]),
        "gelutanh" => (nn.GELU(TorchSharp.Modules.GELU.Approximate.tanh), [-1, 5]),
        "silu" => (nn.SiLU(), [-1, 5]),
        "tanh" => (nn.Tanh(), [-1, 5]),
        "sigmoid" => (nn.Sigmoid(), [-1, 5]),
        "leaky" => (nn.LeakyReLU(0.2), [-1, 5]),
        "elu" => (nn.ELU(0.7), [-1, 5]),
        "mish" => (nn.Mish(), [-1, 5]),
        "relu6" => (nn.ReLU6(), [-1, 5]),
        "softplus" => (nn.Softplus(), [-1, 5]),
        "dropout" => (nn.Dropout(0.5), [-1, 5]),
        "batchnorm" => (Moved(nn.BatchNorm1d(5)), [-1, 5]),
        "batchnormplain" => (Moved(nn.BatchNorm1d(5, affine: false)), [-1, 5]),
        "layernorm" => (nn.LayerNorm(5), [-1, 5]),
        "layernormplain" => (nn.LayerNorm([5], elementwise_affine: false), [-1, 3, 5]),
        "softmax" => (nn.Softmax(1), [-1, 5]),
        "logsoftmax" => (nn.LogSoftmax(1), [-1, 5]),
        "conv" => (nn.Sequential(("a", nn.Conv2d(2, 4, 3, padding: 1, stride: 2)), ("b", nn.BatchNorm2d(4))), [-1, 2, 8, 8]),
        "pool" => (nn.Sequential(("a", nn.MaxPool2d(2)), ("b", nn.AvgPool2d(2))), [-1, 2, 8, 8]),
        "flatten" => (nn.Sequential(("a", nn.Conv2d(1, 3, 3)), ("b", nn.Flatten()), ("c", nn.Linear(108, 2))), [-1, 1, 8, 8]),
        "mlp" => (Mlp.Create(new MlpShape(5, 3), [7, 6], 0.2, MlpNormalization.Layer, MlpActivation.Silu), [-1, 5]),
        "nested" => (nn.Sequential(("a", nn.Sequential(("x", nn.Linear(5, 4)), ("y", nn.ReLU()))), ("b", nn.Linear(4, 2))), [-1, 5]),
        _ => throw new ArgumentException(name),
    };

    private static nn.Module<Tensor, Tensor> Moved(nn.Module<Tensor, Tensor> norm)
    {
        // Running figures other than those at the start.
        norm.train();
        using Tensor x = (randn(64, 5) * 3) + 2;
        norm.call(x).Dispose();
        return norm;
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Export_OfAModule_AnswersAsTheModule(string name)
    {
        (nn.Module<Tensor, Tensor> module, long[] shape) = Make(name);
        OnnxModel model = new OnnxExporter().Export(module, shape, tolerance: 1e-5);
        Assert.Equal("input", Assert.Single(model.Graph.Inputs).Name);
    }

    [Theory]
    [InlineData("gelu")]
    [InlineData("gelutanh")]
    public void Export_ToAnOlderOpset_AnswersAsTheModule(string name)
    {
        (nn.Module<Tensor, Tensor> module, long[] shape) = Make(name);
        Assert.Equal(17, new OnnxExporter().Export(module, shape, opset: 17).Opsets[0].Version);
    }

    [Fact]
    public void Export_OfAnUnknownModule_NamesItsPath()
    {
        nn.Module<Tensor, Tensor> module = nn.Sequential(("outer", nn.Sequential(("odd", nn.Hardshrink()))));
        string message = Assert.Throws<OnnxExportException>(() => new OnnxExporter().Export(module, [-1, 5])).Message;
        Assert.Contains("'model.outer.odd'", message, StringComparison.Ordinal);
        Assert.Contains("Hardshrink", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_WithAConverterOfOnesOwn_UsesIt()
    {
        ModuleConverters converters = new ModuleConverters().Add<TorchSharp.Modules.Tanhshrink>((_, x, c) => c.Graph.Sub(x, c.Graph.Tanh(x)));
        new OnnxExporter(converters).Export(nn.Tanhshrink(), [-1, 5]);
    }

    [Fact]
    public void Export_WithAWrongConverter_IsCaught()
    {
        ModuleConverters converters = new ModuleConverters().Add<TorchSharp.Modules.ReLU>((_, x, c) => c.Graph.Tanh(x));
        Assert.Throws<OnnxExportException>(() => new OnnxExporter(converters).Export(nn.ReLU(), [-1, 5]));
    }

    [Fact]
    public void Export_WithoutAFreeBatch_IsRefused() => Assert.Throws<ArgumentException>(() => new OnnxExporter().Export(nn.ReLU(), [4, 5]));
}
