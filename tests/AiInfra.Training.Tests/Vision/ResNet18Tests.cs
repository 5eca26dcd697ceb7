using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Vision;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Vision;

public sealed class ResNet18Tests
{
    private static string File => Path.Combine(AppContext.BaseDirectory, "ResNet18.onnx");

    [Fact]
    public void FromOnnx_OfATrainedFile_AnswersAsTheFile()
    {
        var model = OnnxModel.Read(File);
        using ResNet18 network = ResNet18.FromOnnx(model);
        using var generator = new Generator(1);
        using Tensor image = (rand(new long[] { 1, 3, 224, 224 }, generator: generator) * 255) - 118;
        float[] expected = new OnnxRuntimeRunner().Run(model, new Dictionary<string, OnnxTensor> { ["Input247"] = OnnxTensor.Of<float>("Input247", image.data<float>().ToArray(), 1, 3, 224, 224) })["Pooling395_Output_0"].AsSpan<float>().ToArray();
        using Tensor features = network.Features(image);
        float[] actual = features.data<float>().ToArray();
        Assert.Equal(ResNet18.Width, actual.Length);
        Assert.True(expected.Max() > 0.1f);   // it says something
        Assert.All(actual.Zip(expected), v => Assert.Equal(v.Second, v.First, 1e-3 * Math.Max(1, Math.Abs(v.Second))));
        Assert.False(features.requires_grad);
    }

    [Fact]
    public void FromOnnx_OfAnotherNetwork_NamesTheFirstPlaceThatDiffers()
    {
        var graph = new OnnxGraphBuilder("other");
        OnnxValue x = graph.Input("x", OnnxElementType.Float, OnnxShape.Create(["N", 3, 8, 8]));
        graph.Output("y", graph.Relu(x));
        OnnxFormatException e = Assert.Throws<OnnxFormatException>(() => ResNet18.FromOnnx(graph.Build()));
        Assert.Contains("conv1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_WithClasses_AnswersAsTheModule()
    {
        using ResNet18 network = ResNet18.Create(classes: 5);
        Assert.Contains("layer2.0.downsample.1.running_var", network.state_dict().Keys);   // as torchvision names it
        new OnnxExporter().Export(network, [-1, 3, 33, 40], tolerance: 1e-3);
    }
}
