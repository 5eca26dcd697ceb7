using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Laws;
using AiInfra.Onnx;
using CsCheck;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Data.Tests.Encoders;

public sealed class TargetTests
{
    [Fact]
    public void LabelEncoder_Sorted_IndexesInOrderAndBack()
    {
        LabelEncoder labels = LabelEncoder.Fit(["no", "yes", Value.Missing, "maybe", "no"]);

        Assert.Equal(["maybe", "no", "yes"], labels.Classes.Select(c => c.AsText()));
        Assert.Equal(2, labels.Encode("yes"));
        Assert.Equal(Value.Of("no"), labels.Decode(1));
    }

    [Fact]
    public void LabelEncoder_FirstSeen_KeepsTheOrder()
    {
        Assert.Equal([Value.Of(3.0), Value.Of(1.0)], LabelEncoder.Fit([3.0, 1.0, 3.0], sorted: false).Classes);
    }

    [Fact]
    public void LabelEncoder_OneClass_SaysSo()
    {
        Assert.Contains("one: 'a'", Assert.Throws<EncodingException>(() => LabelEncoder.Fit(["a", "a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelEncoder_UnknownClass_ListsTheClasses()
    {
        Assert.Contains("a, b", Assert.Throws<EncodingException>(() => LabelEncoder.Fit(["a", "b"]).Encode("c")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelEncoder_Saved_IsTheSame()
    {
        var labels = new LabelEncoder([Value.Of(true), "x", 1.5, DateTime.UnixEpoch]);

        Assert.Equal(labels.Classes, LabelEncoder.FromJson(labels.ToJson()).Classes);
    }

    [Fact]
    public void TargetScaler_ATargetBeyondLearning_IsNamed()
    {
        EncodingException error = Assert.Throws<EncodingException>(() => TargetScaler.Fit([-2, 1, 1e300]));
        Assert.Contains("for example 1E+300", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetScaler_AnyTarget_DecodesWhatItEncoded()
    {
        Gen.Select(Gen.Double[-1e6, 1e6].Array[1, 50], Gen.Bool).ForAll((targets, log) =>
        {
            TargetScaler scaler = TargetScaler.FromJson(TargetScaler.Fit(targets, log).ToJson());
            Assert.All(targets, y => Assert.Equal(y, scaler.Decode(scaler.Encode(y)), 1e-6 * Math.Max(1, Math.Abs(y))));
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TargetScaler_InAGraph_Decodes(bool log)
    {
        TargetScaler scaler = TargetScaler.Fit([100, 200, 5000], log);
        var graph = new OnnxGraphBuilder();
        graph.Output("value", scaler.AppendTo(graph, graph.Input("scaled", OnnxElementType.Float, ["batch", 1])));
        using var session = new InferenceSession(graph.Build().ToBytes());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new[] { -0.5f, 0.75f }, [2, 1]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> result = session.Run(options, ["scaled"], [input], ["value"]);

        Assert.Equal(scaler.Decode(-0.5), result[0].GetTensorDataAsSpan<double>()[0], 1e-6 * 5000);
        Assert.Equal(scaler.Decode(0.75), result[0].GetTensorDataAsSpan<double>()[1], 1e-6 * 5000);
    }
}
