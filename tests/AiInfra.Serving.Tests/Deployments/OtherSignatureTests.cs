using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Onnx;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>A version that callers would notice is refused unless somebody allows it by name, whichever way it comes.</summary>
public sealed class OtherSignatureTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    public static TheoryData<string, string, string> Noticed => new()
    {
        { "x:f2", "z:f2", "input x: FP32[N,2] is gone; version 2 instead of 1: input z: FP32[N,2] is new" },
        { "x:f2", "x:f3", "input x: FP32[N,2] became x: FP32[N,3]" },
        { "x:f2", "x:d2", "input x: FP32[N,2] became x: FP64[N,2]" },
        { "x:f2", "x:f2,y:f1", "input y: FP32[N,1] is new" },
        { "x:f2,y:f1", "x:f2", "input y: FP32[N,1] is gone" },
        { "x:f2", "x:f?", "it does not take rows" },
        { "x:f?", "x:f2", "became x: FP32[N,2]" },
        { "x:f2>o:f1", "x:f2>p:f1", "output o: FP32[N,1] is gone" },
        { "x:f2>o:f1", "x:f2>o:d1", "output o: FP32[N,1] became o: FP64[N,1]" },
        { "x:f2>o:f1", "x:f2>o:f2", "output o: FP32[N,1] became o: FP32[N,2]" },
        { "x:f2#a b", "x:f2#b a", "named [a, b] and are named [b, a]" },
        { "x:f2", "x:f2#a b", "named not at all and are named [a, b]" },
    };

    public static TheoryData<string, string> Unnoticed => new()
    {
        { "x:f2>o:f1", "x:f2>o:f1,more:f3" },
        { "x:f2>o:f2!no yes", "x:f2>o:f3!no yes maybe" },
        { "x:f2>o:f2!no yes", "x:f2>o:f2!yes no" },
        { "a:f1,b:f1", "b:f1,a:f1" },
    };

    [Theory]
    [MemberData(nameof(Noticed))]
    public async Task PromoteAndChallenge_AnotherSignature_AreRefusedAndSayWhat(string now, string next, string said)
    {
        await using Deployment d = await DeployAsync(now, next);
        foreach (Func<Task> change in new Func<Task>[] { () => d.PromoteAsync(2, "a", "r"), () => d.ChallengeAsync(2, "a", "r", 0.3), () => d.ChallengeAsync(2, "a", "r", 0) })
        {
            var e = await Assert.ThrowsAsync<DeploymentException>(change);
            Assert.Contains(said, e.Message, StringComparison.Ordinal);
            Assert.Contains("allowOtherSignature", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["champion 1"], d.View().Versions.Select(v => $"{v.Role} {v.Version}"));
        Assert.Equal(1, (await _store.Catalog.Deployments.FindAsync("m"))!.Champion);
    }

    [Theory]
    [MemberData(nameof(Unnoticed))]
    public async Task PromoteAndChallenge_WhatCallersDoNotNotice_AreDone(string now, string next)
    {
        await using Deployment d = await DeployAsync(now, next);
        await d.ChallengeAsync(2, "a", "r", 0.3);
        await d.PromoteAsync(2, "a", "r");
        Assert.Equal(2, d.View().Record!.Champion);
    }

    [Fact]
    public async Task PromoteAsync_AnotherSignatureAllowed_IsDoneAndTheWayBackIsOpen()
    {
        await using Deployment d = await DeployAsync("x:f2", "z:f2");
        await d.PromoteAsync(2, "a", "r", allowOtherSignature: true);
        Assert.Equal("z", d.Signature!.Inputs[0].Name);
        await d.RollBackAsync("a", "callers complain");
        Assert.Equal("x", d.Signature!.Inputs[0].Name);
    }

    [Fact]
    public async Task PromoteAsync_AChallengerThatDoesNotFitTheNewChampion_IsRefused()
    {
        await using Deployment d = await DeployAsync("x:f2", "z:f2", "z:f2");
        await d.ChallengeAsync(2, "a", "r", 0.3, allowOtherSignature: true);
        await d.PromoteAsync(3, "a", "r", allowOtherSignature: true);
        await Assert.ThrowsAsync<DeploymentException>(() => d.PromoteAsync(1, "a", "r"));
    }

    [Fact]
    public async Task PromoteAsync_FromAProcessThatServesNothing_IsCheckedToo()
    {
        await using Deployment serving = await DeployAsync("x:f2", "z:f2");
        await using var worker = new Deployment("m", _store.Catalog, _store.Artifacts);
        await Assert.ThrowsAsync<DeploymentException>(() => worker.PromoteAsync(2, "worker", "r"));
        Assert.Equal(1, (await _store.Catalog.Deployments.FindAsync("m"))!.Champion);
    }

    [Fact]
    public async Task RefreshAsync_AnotherHostAllowedIt_FollowsAndFollowsBack()
    {
        await using Deployment one = await DeployAsync("x:f2", "z:f2", "y:f2");
        await using var two = new Deployment("m", _store.Catalog, _store.Artifacts);
        await two.StartAsync();
        await one.PromoteAsync(2, "a", "r", allowOtherSignature: true);
        await two.RefreshAsync();
        Assert.Equal("z", two.Signature!.Inputs[0].Name);
        await one.RollBackAsync("a", "r");
        await two.RefreshAsync();
        Assert.Equal("x", two.Signature!.Inputs[0].Name);
        await one.ChallengeAsync(3, "a", "r", 0.5, allowOtherSignature: true);
        await two.RefreshAsync();
        Assert.Equal(["champion 1", "challenger 3"], two.View().Versions.Where(v => v.Role != "previous").Select(v => $"{v.Role} {v.Version}"));
    }

    [Fact]
    public async Task RefreshAsync_NobodyAllowedIt_GoesOnAnsweringAndSaysWhat()
    {
        await using Deployment d = await DeployAsync("x:f2", "z:f2");
        DeploymentRecord record = (await _store.Catalog.Deployments.FindAsync("m"))!;
        await _store.Catalog.Deployments.SaveAsync(record with { Champion = 2, Previous = 1 }, []);
        var e = await Assert.ThrowsAsync<DeploymentException>(() => d.RefreshAsync());
        Assert.Contains("input x: FP32[N,2] is gone", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await d.InferAsync([new NamedTensor("x", TensorData.Of([1f, 2f], 1, 2))])).Version);
    }

    [Fact]
    public async Task RefreshAsync_ChallengerThatNobodyAllowed_IsLeftOut()
    {
        await using Deployment d = await DeployAsync("x:f2", "z:f2");
        DeploymentRecord record = (await _store.Catalog.Deployments.FindAsync("m"))!;
        await _store.Catalog.Deployments.SaveAsync(record with { Challenger = 2, ChallengerShare = 1 }, []);
        await d.RefreshAsync();
        InferenceResult result = await d.InferAsync([new NamedTensor("x", TensorData.Of([1f, 2f], 1, 2))]);
        Assert.Equal((1, PredictionRole.Champion), (result.Version, result.Role));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Changes_WithoutAReason_AreRefused(string reason)
    {
        await using Deployment d = await DeployAsync("x:f2", "x:f2");
        await d.PromoteAsync(2, "a", "r");
        await Assert.ThrowsAsync<ArgumentException>(() => d.RollBackAsync("a", reason));
        await Assert.ThrowsAsync<ArgumentException>(() => d.PromoteAsync(1, "a", reason));
        await Assert.ThrowsAsync<ArgumentException>(() => d.PromoteAsync(1, reason, "r"));
        Assert.Equal(2, d.View().Record!.Champion);
    }

    private Task<Deployment> DeployAsync(params string[] versions) => _store.DeployAsync(versions: [.. versions.Select(Model)]);

    /// <summary>"inputs>outputs#features!classes", each tensor "name:" with f or d for its type and the width, ? where it is open. Outputs are zeros.</summary>
    private static byte[] Model(string words)
    {
        string[] classes = words.Split('!');
        string[] features = classes[0].Split('#');
        string[] sides = features[0].Split('>');
        var g = new OnnxGraphBuilder("made");
        OnnxValue? first = null;
        foreach (string input in sides[0].Split(','))
        {
            (string name, OnnxElementType type, OnnxDim width) = Tensor(input);
            OnnxValue x = g.Input(name, type, ["N", width]);
            first ??= g.ReduceSum(g.Cast(x, OnnxElementType.Float), [1]);
        }

        foreach (string output in (sides.Length > 1 ? sides[1] : "o:f1").Split(','))
        {
            (string name, OnnxElementType type, OnnxDim width) = Tensor(output);
            int columns = output[^1] == '?' ? 2 : output[^1] - '0';
            g.Output(name, g.Cast(g.MatMul(first!.Value, g.Initializer("w", new float[columns], 1, columns)), type), ["N", width]);
        }

        var metadata = new Dictionary<string, string>();
        if (features.Length > 1)
        {
            metadata["aiinfra.features"] = System.Text.Json.JsonSerializer.Serialize(features[1].Split(' '));
        }

        if (classes.Length > 1)
        {
            metadata["aiinfra.classes"] = System.Text.Json.JsonSerializer.Serialize(classes[1].Split(' '));
        }

        return g.Build(metadata).ToBytes();
    }

    private static (string Name, OnnxElementType Type, OnnxDim Width) Tensor(string words)
    {
        string[] parts = words.Split(':');
        return (parts[0], parts[1][0] == 'f' ? OnnxElementType.Float : OnnxElementType.Double, parts[1][1] == '?' ? "W" : parts[1][1] - '0');
    }
}
