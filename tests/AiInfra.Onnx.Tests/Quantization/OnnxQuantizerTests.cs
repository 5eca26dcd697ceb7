using AiInfra.Onnx.Optimization;
using AiInfra.Onnx.Quantization;
using AiInfra.Support;

namespace AiInfra.Onnx.Tests.Quantization;

public sealed class OnnxQuantizerTests
{
    private static readonly QuantizationOptions Small = new() { LeastWeights = 100 };

    public static TheoryData<bool, bool> Choices => new() { { true, false }, { false, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Dynamic_OfAPerceptron_AnswersNearlyAlikeInAQuarterOfTheBytes(bool perChannel, bool reduce)
    {
        OnnxModel model = Networks.Perceptron();
        OnnxQuantization result = OnnxQuantizer.Dynamic(model, new() { LeastWeights = 100, PerChannel = perChannel, ReduceRange = reduce });
        Assert.Equal(3, result.Quantized.Count);
        Assert.Empty(result.Kept);
        Assert.InRange(result.BytesAfter, result.BytesBefore / 4, result.BytesBefore * 2 / 5);
        Assert.InRange(Error(model, result.Model, 16), 1e-5, 0.06);
    }

    [Fact]
    public void Dynamic_LayersThatStay_AreNamedWithTheReason()
    {
        var options = new QuantizationOptions();
        options.KeepNodes.Add("first");
        OnnxQuantization result = OnnxQuantizer.Dynamic(Networks.Perceptron(), options);
        Assert.Equal(["second"], result.Quantized);
        Assert.Equal("it is kept", result.Kept["first"]);
        Assert.Equal("it has 256 weights, fewer than 1024", result.Kept["y"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Static_AChannelOfTinyWeights_KeepsItsBias(bool perChannel)
    {
        float[] weights = [.. Networks.Normal(1, 4 * 18).Select((w, i) => i < 18 || !perChannel ? w * 1e-12f : w)];
        OnnxModel model = Networks.Of(
            17, [new OnnxNode("Conv", ["x", "w", "b"], ["y"])], [OnnxTensor.Of<float>("w", weights, 4, 2, 3, 3), OnnxTensor.Of<float>("b", [0.5f, 1f, -1f, 0f], 4)], 1, 2, 8, 8);
        float[] x = Networks.Normal(50, 128);
        var sample = new Dictionary<string, OnnxTensor> { ["x"] = OnnxTensor.Of<float>("x", x, 1, 2, 8, 8) };
        OnnxQuantization result = OnnxQuantizer.Static(model, new OrtRunner(), [sample], new() { Layers = { LeastWeights = 1, PerChannel = perChannel } });
        float[] expected = OrtRunner.Run(model, "x", x, 1, 2, 8, 8), actual = OrtRunner.Run(result.Model, "x", x, 1, 2, 8, 8);
        Assert.All(expected[..36].Zip(actual), p => Assert.Equal(p.First, p.Second, 0.1f));
    }

    [Fact]
    public void Static_ABiasForEachRow_StaysOne()
    {
        OnnxModel model = Networks.Of(17, [new OnnxNode("Gemm", ["x", "w", "b"], ["y"])], [OnnxTensor.Of<float>("w", Networks.Normal(1, 12), 4, 3), OnnxTensor.Of<float>("b", [1f, 20f, 300f], 3, 1)], 3, 4);
        float[] x = Networks.Normal(2, 12);
        var sample = new Dictionary<string, OnnxTensor> { ["x"] = OnnxTensor.Of<float>("x", x, 3, 4) };
        OnnxQuantization result = OnnxQuantizer.Static(model, new OrtRunner(), [sample], new() { Layers = { LeastWeights = 1 } });
        Assert.All(OrtRunner.Run(model, "x", x, 3, 4).Zip(OrtRunner.Run(result.Model, "x", x, 3, 4)), p => Assert.Equal(p.First, p.Second, 2f));
    }

    [Fact]
    public void Dynamic_ConstantsThatAnOlderFormatListsAsInputs_AreQuantized()
    {
        OnnxModel model = Networks.Of(13, [new OnnxNode("MatMul", ["x", "w"], ["y"])], [OnnxTensor.Of<float>("w", Networks.Normal(1, 12), 3, 4)], 2, 3);
        model.IrVersion = 3;
        model.Graph.Inputs.Add(new OnnxValueInfo("w", new OnnxTensorType(OnnxElementType.Float, OnnxShape.Of(3, 4))));
        Assert.Equal("y", Assert.Single(OnnxQuantizer.Dynamic(model, new() { LeastWeights = 1 }).Quantized));
    }

    [Fact]
    public void Dynamic_WeightsWhoseDataWasNotRead_AreNamed()
    {
        OnnxModel model = Networks.Of(17, [new OnnxNode("MatMul", ["x", "w"], ["y"])], [OnnxTensor.Of<float>("w", Networks.Normal(1, 1200), 3, 400)], 2, 3);
        using var folder = new TemporaryFolder();
        string path = folder.File("model.onnx");
        model.Write(path, externalFrom: 16);
        OnnxQuantization result = OnnxQuantizer.Dynamic(OnnxModel.Read(path, new() { LoadExternalData = false }));
        Assert.Equal("the data of 'w' lies in another file, which was not read", result.Kept["y"]);
    }

    [Theory]
    [InlineData(CalibrationMethod.MinMax, 0.05)]
    [InlineData(CalibrationMethod.Percentile, 0.05)]
    [InlineData(CalibrationMethod.Entropy, 0.2)]
    public void Static_OfConvolutions_AnswersNearlyAlike(CalibrationMethod method, double most)
    {
        OnnxModel model = OnnxOptimizer.Optimize(Networks.Convolutional()).Model;
        var options = new StaticQuantizationOptions { Method = method };
        options.Layers.LeastWeights = 100;
        OnnxQuantization result = OnnxQuantizer.Static(model, new OrtRunner(), Samples(8), options);
        Assert.Equal(3, result.Quantized.Count);
        Assert.True(result.BytesAfter < result.BytesBefore * 0.4, $"{result.BytesAfter} of {result.BytesBefore} bytes");
        Assert.InRange(Error(model, result.Model, 2, 8, 8), 1e-5, most);
    }

    [Fact]
    public void Static_AnOutlier_WidensMinMaxAndNotThePercentile()
    {
        OnnxModel model = Networks.Perceptron();
        float[] values = Networks.Normal(3, 16 * 4000);
        values[5] = 1000;
        Dictionary<string, OnnxTensor>[] samples = [new() { ["x"] = OnnxTensor.Of<float>("x", values, 4000, 16) }];
        double Of(CalibrationMethod method)
        {
            var options = new StaticQuantizationOptions { Method = method, Percentile = 99.9, Bins = 8192 };
            options.Layers.LeastWeights = 100;
            return Error(model, OnnxQuantizer.Static(model, new OrtRunner(), samples, options).Model, 16);
        }

        Assert.True(Of(CalibrationMethod.Percentile) * 3 < Of(CalibrationMethod.MinMax));
    }

    [Fact]
    public void Static_WithoutSamples_IsRefused() =>
        Assert.Throws<ArgumentException>(() => OnnxQuantizer.Static(Networks.Convolutional(), new OrtRunner(), []));

    [Fact]
    public void Static_WithSamplesThatAreNotFinite_NamesTheValue()
    {
        Dictionary<string, OnnxTensor>[] samples = [new() { ["x"] = OnnxTensor.Of<float>("x", [.. Enumerable.Repeat(float.NaN, 16)], 1, 16) }];
        Assert.Contains("'x'", Assert.Throws<OnnxFormatException>(() => OnnxQuantizer.Static(Networks.Perceptron(), new OrtRunner(), samples)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dynamic_WhatIsQuantizedAlready_IsRefused()
    {
        OnnxModel once = OnnxQuantizer.Dynamic(Networks.Perceptron(), Small).Model;
        Assert.Contains("already", Assert.Throws<OnnxFormatException>(() => OnnxQuantizer.Dynamic(once, Small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dynamic_WeightsThatAreNotFinite_AreNamed()
    {
        var graph = new OnnxGraphBuilder("bad", opset: 17);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 2]);
        OnnxModel model = graph.Output("y", graph.MatMul(x, graph.Initializer("broken", [1f, float.NaN, 3f, 4f], 2, 2))).Build();
        Assert.Contains("'broken'", Assert.Throws<OnnxFormatException>(() => OnnxQuantizer.Dynamic(model, new() { LeastWeights = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dynamic_WeightsOfZeros_StayZeros()
    {
        var graph = new OnnxGraphBuilder("zeros", opset: 17);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 2]);
        OnnxModel model = graph.Output("y", graph.MatMul(x, graph.Initializer("w", [0f, 1f, 0f, -2f], 2, 2))).Build();
        float[] answer = OrtRunner.Run(OnnxQuantizer.Dynamic(model, new() { LeastWeights = 0 }).Model, "x", [2f, 1f], 1, 2);
        Assert.Equal(0, answer[0]);
        Assert.Equal(0f, answer[1], 0.03f);
    }

    private static IEnumerable<IReadOnlyDictionary<string, OnnxTensor>> Samples(int count) =>
        Enumerable.Range(0, count).Select(i => new Dictionary<string, OnnxTensor> { ["x"] = OnnxTensor.Of<float>("x", Networks.Normal(100 + i, 16 * 128), 16, 2, 8, 8) });

    /// <summary>Mean difference of the answers as a share of their mean size.</summary>
    private static double Error(OnnxModel model, OnnxModel quantized, params long[] shape)
    {
        float[] x = Networks.Normal(42, (int)(200 * shape.Aggregate(1L, (a, b) => a * b)));
        float[] expected = OrtRunner.Run(model, "x", x, [200, .. shape]), actual = OrtRunner.Run(quantized, "x", x, [200, .. shape]);
        return expected.Zip(actual).Average(p => Math.Abs(p.First - p.Second)) / expected.Average(Math.Abs);
    }
}
