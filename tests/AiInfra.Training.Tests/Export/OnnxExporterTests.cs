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

    [Fact]
    public void Export_OfANetworkForTables_AnswersAsTheNetwork()
    {
        OnnxModel model = new OnnxExporter().Export(Mlp.Create(new MlpShape(5, 3), [7, 6], 0.2, MlpNormalization.Layer, MlpActivation.Silu), [-1, 5], tolerance: 1e-5);
        Assert.Equal("input", Assert.Single(model.Graph.Inputs).Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Export_AmidATraining_LeavesEachModuleInItsMode(bool fails)
    {
        nn.Module<Tensor, Tensor> frozen = nn.BatchNorm1d(5), dropout = nn.Dropout(0.5), last = fails ? nn.FractionalMaxPool2d(2, 2) : nn.ReLU();
        nn.Module<Tensor, Tensor> module = nn.Sequential(("frozen", frozen), ("dropout", dropout), ("last", last));
        module.train();
        frozen.eval();
        Exception? refused = Record.Exception(() => new OnnxExporter().Export(module, [-1, 5]));
        Assert.Equal(fails, refused is OnnxExportException);
        Assert.Equal((true, true, false), (module.training, dropout.training, frozen.training));
    }

    [Fact]
    public void Export_OfAnUnknownModule_NamesItsPath()
    {
        nn.Module<Tensor, Tensor> module = nn.Sequential(("outer", nn.Sequential(("odd", nn.FractionalMaxPool2d(2, 2)))));
        string message = Assert.Throws<OnnxExportException>(() => new OnnxExporter().Export(module, [-1, 5])).Message;
        Assert.Contains("'model.outer.odd'", message, StringComparison.Ordinal);
        Assert.Contains("FractionalMaxPool2d", message, StringComparison.Ordinal);
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
