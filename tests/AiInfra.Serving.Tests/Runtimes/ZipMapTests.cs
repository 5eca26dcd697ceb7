using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Onnx;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using AiInfra.Support.Logging;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>Classifiers as scikit-learn's converters write them by default: probabilities as a list of dictionaries.</summary>
public sealed class ZipMapTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true, "cat", "dog", "eel")]
    [InlineData(false, "0", "1", "7")]
    public async Task PredictAsync_ZipMap_HasTheProbabilitiesByClass(bool texts, params string[] classes)
    {
        var log = new LogLines<Deployment>();
        await using Deployment d = await _store.DeployAsync(log, null, null, Classifier(Labels(texts)).ToBytes());
        Assert.Equal(classes, d.Signature!.Classes);
        Assert.Empty(d.Signature.LeftOut);
        Assert.True(d.Signature.HasFixedRows);
        RowPrediction prediction = await d.PredictAsync(new Row(new RowSchema([new Column("x[0]", ValueKind.Number), new Column("x[1]", ValueKind.Number)]), [1, 3]));
        Assert.Equal([1.0, 3.0, 4.0], classes.Select(c => prediction.Outputs[$"output_probability.{c}"].AsNumber()));
        Assert.Equal(2, prediction.Outputs["output_label"].AsNumber());
        Assert.Contains(log.At(LogLevel.Information), l => l.Contains("'output_probability' was a list of dictionaries (ZipMap)", StringComparison.Ordinal) && l.Contains(classes[2], StringComparison.Ordinal));
        Assert.Empty(log.At(LogLevel.Warning));
    }

    [Fact]
    public void Load_ClassesNamedByTheModel_AreKept()
    {
        OnnxModel file = Classifier(Labels(texts: true));
        file.Metadata[ModelKeys.Classes] = """["a","b","c"]""";
        using var model = OnnxRuntimeModel.Load(file.ToBytes());
        Assert.Equal(["a", "b", "c"], model.Signature.Classes);
    }

    [Fact]
    public void Load_TwoZipMapsOfOtherClasses_AreBothServedAndNumbered()
    {
        OnnxModel file = Classifier(Labels(texts: true));
        file.Graph.Nodes.Add(new OnnxNode("ZipMap", ["scores"], ["other"], [("classlabels_int64s", new[] { 5L, 6, 7 })], "ai.onnx.ml"));
        file.Graph.Outputs.Add(new OnnxValueInfo("other", new OnnxSequenceType(new OnnxMapType(OnnxElementType.Int64, new OnnxTensorType(OnnxElementType.Float, OnnxShape.Scalar)))));
        using var model = OnnxRuntimeModel.Load(file.ToBytes());
        Assert.Equal(["output_label", "output_probability", "other"], model.Signature.Outputs.Select(o => o.Name));
        Assert.Empty(model.Signature.Classes);
        Assert.Contains(model.Remarks(), r => r.IsWarning && r.Text.Contains("classes of their own", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_OperatorsOfMachineLearningAlone_IsCutToo()
    {
        var file = new OnnxModel { IrVersion = 8 };
        file.Opsets.Add(new OnnxOpset("ai.onnx.ml", 1));
        file.Graph.Inputs.Add(new OnnxValueInfo("x", new OnnxTensorType(OnnxElementType.Float, [default, 2])));
        file.Graph.Nodes.Add(new OnnxNode("ZipMap", ["x"], ["p"], [("classlabels_strings", new[] { "no", "yes" })], "ai.onnx.ml"));
        file.Graph.Outputs.Add(new OnnxValueInfo("p", Dictionaries));
        using var model = OnnxRuntimeModel.Load(file.ToBytes());
        using ModelSlot slot = model.CreateSlot();
        slot.SetShape(0, [2, 2]);
        new[] { 1f, 2, 3, 4 }.CopyTo(slot.Inputs[0].Span<float>());
        slot.Run();
        Assert.Equal([1f, 2, 3, 4], slot.Outputs[0].Span<float>().ToArray());
        Assert.Equal(["no", "yes"], model.Signature.Classes);
    }

    [Fact]
    public async Task PromoteAsync_OutputsThatAreNoTensors_AreNamedInLogSignatureAndView()
    {
        OnnxModel file = Classifier(null);
        file.Graph.Nodes.Add(new OnnxNode("SequenceConstruct", ["scores"], ["list"]));
        file.Graph.Outputs.Add(new OnnxValueInfo("list", new OnnxSequenceType(new OnnxTensorType(OnnxElementType.Float, null))));
        var log = new LogLines<Deployment>();
        await using Deployment d = await _store.DeployAsync(log, null, null, file.ToBytes());
        Assert.StartsWith("list: ", Assert.Single(d.Signature!.LeftOut), StringComparison.Ordinal);
        Assert.Contains("left out (list: ", d.Signature.ToString(), StringComparison.Ordinal);
        string warning = Assert.Single(log.At(LogLevel.Warning));
        Assert.Contains("list: sequence", warning, StringComparison.Ordinal);
        Assert.Contains("zipmap=False", warning, StringComparison.Ordinal);
        Assert.Contains("list: ", Assert.Single(d.View().Versions.Single(v => v.Role == "champion").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ZipMapThatAnotherNodeTakes_IsLeftOutAndSaid()
    {
        OnnxModel file = Classifier(Labels(texts: false));
        file.Graph.Nodes.Add(new OnnxNode("Identity", ["output_probability"], ["twice"]));
        file.Graph.Outputs.Add(new OnnxValueInfo("twice", Dictionaries));
        file.Opsets[file.Opsets.FindIndex(o => o.Domain.Length == 0)] = new OnnxOpset("", 21);
        try
        {
            using var model = OnnxRuntimeModel.Load(file.ToBytes());
            Assert.Equal(2, model.Signature.LeftOut.Count);
            Assert.Contains(model.Remarks(), r => r.IsWarning && r.Text.Contains("output_probability", StringComparison.Ordinal));
        }
        catch (ModelLoadException e)
        {
            // Where the runtime itself does not take such a file.
            Assert.Contains("ONNX Runtime refused", e.Message, StringComparison.Ordinal);
        }
    }

    private static OnnxType Dictionaries => new OnnxSequenceType(new OnnxMapType(OnnxElementType.String, new OnnxTensorType(OnnxElementType.Float, OnnxShape.Scalar)));

    private static OnnxAttribute Labels(bool texts) => texts ? ("classlabels_strings", new[] { "cat", "dog", "eel" }) : ("classlabels_int64s", new[] { 0L, 1, 7 });

    /// <summary>x float [?,2] -> output_label int64 [?], output_probability: x and its sum, by a ZipMap where there are labels.</summary>
    private static OnnxModel Classifier(OnnxAttribute? labels)
    {
        var g = new OnnxGraphBuilder("classifier");
        OnnxValue x = g.Input("x", OnnxElementType.Float, [default, 2]);
        OnnxValue scores = g.Concat([x, g.ReduceSum(x, [1])], 1, "scores");
        OnnxModel file = g.Output("output_label", g.ArgMax(scores), [default]).Build();
        if (labels is not null)
        {
            if (!file.Opsets.Exists(o => o.Domain == "ai.onnx.ml"))
            {
                file.Opsets.Add(new OnnxOpset("ai.onnx.ml", 3));
            }

            file.Graph.Nodes.Add(new OnnxNode("ZipMap", ["scores"], ["output_probability"], [labels], "ai.onnx.ml", "ZipMap"));
            file.Graph.Outputs.Add(new OnnxValueInfo("output_probability", Dictionaries));
        }

        return file;
    }
}
