using AiInfra.Onnx;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>Outputs that are inputs: an id that comes back with the answer.</summary>
public sealed class PassedThroughTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task InferAsync_OutputIsAnInput_ComesBackAsItWent(bool batched, bool whole)
    {
        var options = new DeploymentOptions { Batching = batched ? new BatchOptions { MaxDelay = TimeSpan.FromMilliseconds(2) } : null };
        options.Onnx.WholeRequests = whole;
        await using Deployment d = await _store.DeployAsync(options, null, WithId(OnnxElementType.Int64));
        await Parallel.ForAsync(1, 100, async (i, _) =>
        {
            InferenceResult result = await d.InferAsync([new NamedTensor("x", TensorData.Of([(float)i, 2f], 2, 1)), new NamedTensor("id", TensorData.Of([40L + i, -i], 2, 1))]);
            Assert.Equal([40L + i, -i], result.Outputs[1].Data.Span<long>().ToArray());
            Assert.Equal([2f * i, 4f], result.Outputs[0].Data.Span<float>().ToArray());
        });
    }

    [Fact]
    public async Task InferAsync_TextHandedThrough_IsNotEmpty()
    {
        await using Deployment d = await _store.DeployAsync(null, null, WithId(OnnxElementType.String));
        InferenceResult result = await d.InferAsync([new NamedTensor("x", TensorData.Of([1f, 2f], 2, 1)), new NamedTensor("id", TensorData.Of(["a", "ü"], 2, 1))]);
        Assert.Equal(["a", "ü"], result.Outputs[1].Data.Span<string>().ToArray());
    }

    [Fact]
    public void Run_NothingButInputs_GivesThemBack()
    {
        var file = new OnnxModel { IrVersion = 8 };
        file.Opsets.Add(new OnnxOpset("", 17));
        foreach (string name in new[] { "a", "b" })
        {
            file.Graph.Inputs.Add(new OnnxValueInfo(name, new OnnxTensorType(OnnxElementType.Double, ["N", 2])));
        }

        file.Graph.Outputs.AddRange(file.Graph.Inputs.AsEnumerable().Reverse());
        using var model = OnnxRuntimeModel.Load(file.ToBytes());
        using ModelSlot slot = model.CreateSlot();
        foreach (int rows in new[] { 1, 3, 1 })
        {
            slot.SetRows(rows);
            slot.Inputs[0].Span<double>().Fill(rows);
            slot.Inputs[1].Span<double>().Fill(-rows);
            slot.Run();
            Assert.All(slot.Outputs[0].Span<double>().ToArray(), v => Assert.Equal(-rows, v));
            Assert.All(slot.Outputs[1].Span<double>().ToArray(), v => Assert.Equal(rows, v));
        }
    }

    [Fact]
    public void Run_SeveralOutputsOfOneInput_AllHaveIt()
    {
        OnnxModel file = OnnxModel.Read(WithId(OnnxElementType.Int64));
        file.Graph.Nodes.Add(new OnnxNode("Identity", ["id"], ["again"]));
        file.Graph.Nodes.Add(new OnnxNode("Identity", ["id"], ["open"]));
        file.Graph.Outputs.Insert(0, new OnnxValueInfo("open", new OnnxTensorType(OnnxElementType.Int64, ["other", 1])));
        file.Graph.Outputs.Add(new OnnxValueInfo("again", new OnnxTensorType(OnnxElementType.Int64, ["N", 1])));
        using var model = OnnxRuntimeModel.Load(file.ToBytes());
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(2);
        slot.Inputs[model.Signature.IndexOfInput("id")].Span<long>().Fill(7);
        slot.Run();
        foreach (string name in new[] { "open", "id", "again" })
        {
            Assert.Equal([7L, 7L], slot.Outputs[model.Signature.IndexOfOutput(name)].Span<long>().ToArray());
        }
    }

    [Fact]
    public void Run_OutputIsAConstant_GivesIt()
    {
        OnnxModel file = OnnxModel.Read(TestModels.Scale(2));
        file.Graph.Initializers.Add(OnnxTensor.Of("version", [3L, 1, 4]));
        file.Graph.Outputs.Add(new OnnxValueInfo("version", new OnnxTensorType(OnnxElementType.Int64, [3])));
        using var model = OnnxRuntimeModel.Load(file.ToBytes());
        using ModelSlot slot = model.CreateSlot();
        slot.SetShape(0, [2, 1]);
        slot.Run();
        Assert.Equal([3L, 1, 4], slot.Outputs[1].Span<long>().ToArray());
    }

    /// <summary>x float [N,1], id [N,1] -> y = 2 x, id.</summary>
    private static byte[] WithId(OnnxElementType type)
    {
        var g = new OnnxGraphBuilder("with id");
        OnnxValue x = g.Input("x", OnnxElementType.Float, ["N", 1]);
        g.Input("id", type, ["N", 1]);
        OnnxModel file = g.Output("y", g.Mul(x, g.Constant(2f)), ["N", 1]).Build();
        file.Graph.Outputs.Add(file.Graph.Inputs.Single(i => i.Name == "id"));
        return file.ToBytes();
    }
}
