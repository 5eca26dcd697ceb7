using AiInfra.Onnx;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using AiInfra.Support.Logging;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>What a version is asked before it takes traffic, and what that shows.</summary>
public sealed class WarmUpTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("Mod", "ones")]
    [InlineData("Mod of one less", "mixed numbers")]
    public async Task PromoteAsync_ModelThatFailsOnZeros_IsServedAndSaid(string what, string values)
    {
        var g = new OnnxGraphBuilder("mod");
        OnnxValue a = g.Input("a", OnnxElementType.Int64, ["N", 1]);
        OnnxValue b = g.Input("b", OnnxElementType.Int64, ["N", 1]);
        OnnxValue x = g.Input("x", OnnxElementType.Float, ["N", 1]);

        // 0 where x is 0 or 1.
        OnnxValue divisor = what == "Mod" ? b : g.Add(g.Mul(b, g.Constant(0L)), g.Cast(g.Mul(g.Constant(1000f), g.Mul(x, g.Sub(x, g.Constant(1f)))), OnnxElementType.Int64));
        byte[] model = g.Output("y", g.Mod(a, divisor), ["N", 1]).Output("x2", g.Mul(x, x), ["N", 1]).Output("b2", g.Mul(b, b), ["N", 1]).Build().ToBytes();
        var log = new LogLines<Deployment>();
        await using Deployment d = await _store.DeployAsync(log, null, null, model);
        InferenceResult result = await d.InferAsync([.. new[] { ("a", 7L), ("b", 4L) }.Select(i => new NamedTensor(i.Item1, TensorData.Of([i.Item2], 1, 1))), new NamedTensor("x", TensorData.Of([0.5f], 1, 1))]);
        Assert.Equal(what == "Mod" ? 3 : 7 % -250 + (7 % -250 == 0 ? 0 : -250), result.Outputs[0].Data.Span<long>()[0]);
        Assert.Contains(log.At(LogLevel.Information), l => l.Contains($"The warm-up used {values}", StringComparison.Ordinal) && l.Contains("zeros", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PromoteAsync_ModelThatFailsOnAll_SaysThatItWasTheWarmUpAndWhatToSet()
    {
        using var broken = new DelegateModel(new ModelSignature([new TensorSpec("x", TensorType.Float32, [-1, 1])], [new TensorSpec("y", TensorType.Float32, [-1, 1])]), _ => throw new InferenceException("broken"));
        DeploymentException e = await Assert.ThrowsAsync<DeploymentException>(() => _store.DeployAsync(new DeploymentOptions { OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(broken)) }, null, [1]));
        Assert.Contains("warmed up with 1 rows of zeros: broken", e.Message, StringComparison.Ordinal);
        Assert.Contains("DeploymentOptions.WarmUp", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("softmax", "Rows see each other")]
    [InlineData("mean", "Rows see each other")]
    [InlineData("sum so far", "Rows see each other")]
    [InlineData("quantised over the batch", "Rows see each other")]
    [InlineData("batch norm", "answered differently each time")]
    [InlineData("random", "answered differently each time")]
    [InlineData("plain", null)]
    [InlineData("embedding", null)]
    public async Task PromoteAsync_RowsThatSeeEachOther_AreWarnedOf(string what, string? warned)
    {
        var log = new LogLines<Deployment>();
        await using Deployment d = await _store.DeployAsync(log, new DeploymentOptions { Batching = new BatchOptions() }, null, Model(what));
        if (warned is not null)
        {
            string warning = Assert.Single(log.At(LogLevel.Warning));
            Assert.Contains(warned, warning, StringComparison.Ordinal);
            Assert.Contains("OnnxRuntimeOptions.WholeRequests", warning, StringComparison.Ordinal);
            Assert.Contains("output 'y'", Assert.Single(d.View().Versions.Single(v => v.Role == "champion").Warnings), StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(log.At(LogLevel.Warning));
            Assert.Empty(d.View().Versions.Single(v => v.Role == "champion").Warnings);
        }
    }

    [Fact]
    public async Task PromoteAsync_HouseModels_HaveNothingToSay()
    {
        var log = new LogLines<Deployment>();
        await using Deployment d = await _store.DeployAsync(log, new DeploymentOptions { Batching = new BatchOptions() }, null, TestModels.Mlp(), TestModels.Raw(), TestModels.Scale(2), TestModels.Nameless(), TestModels.Sums());
        for (int version = 1; version <= 5; version++)
        {
            await d.PromoteAsync(version, "test", "next", allowOtherSignature: true);
            Assert.Empty(d.View().Versions.Single(v => v.Role == "champion").Warnings);
        }
    }

    private static byte[] Model(string what)
    {
        var g = new OnnxGraphBuilder("rows");
        OnnxValue x = g.Input("x", what == "embedding" ? OnnxElementType.Int64 : OnnxElementType.Float, ["N", 4]);
        OnnxValue y = what switch
        {
            "softmax" => g.Softmax(x, 0),
            "mean" => g.Sub(x, g.Node("ReduceMean", [x, g.Initializer("axes", [0L])])),
            "sum so far" => g.Node("CumSum", [x, g.Constant(0L)]),
            "batch norm" => g.Nodes("BatchNormalization", [x, g.Initializer("scale", [1f, 1, 1, 1]), g.Initializer("bias", [0f, 0, 0, 0]), g.Initializer("mean", [0f, 0, 0, 0]), g.Initializer("var", [1f, 1, 1, 1])], 3, [("training_mode", 1L)])[0],
            "quantised over the batch" => Quantised(g, x),
            "random" => g.Add(x, g.Node("RandomNormalLike", [x])),
            "embedding" => g.Gather(g.Initializer("table", [0.5f, 0.25f]), x),
            _ => g.Softmax(x),
        };
        return g.Output("y", y, ["N", 4], OnnxElementType.Float).Build().ToBytes();
    }

    private static OnnxValue Quantised(OnnxGraphBuilder g, OnnxValue x)
    {
        OnnxValue[] q = g.Nodes("DynamicQuantizeLinear", [x], 3);
        return g.Node("DequantizeLinear", [q[0], q[1], q[2]]);
    }
}
