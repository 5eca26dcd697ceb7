using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>Challengers: shadows and canaries.</summary>
public sealed class TrialTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly Watcher _watcher = new();
    private readonly IDisposable _subscription;

    public TrialTests() => _subscription = _store.Signals.Subscribe(_watcher);

    public void Dispose()
    {
        _subscription.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task PredictAsync_Shadow_AnswersFromTheChampionAndTellsBoth()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2)]);
        await d.ChallengeAsync(2, "a", "r", 0);
        RowPrediction p = await d.PredictAsync(TestRows.X(10), new PredictOptions { Id = "p1", Key = "k" });
        await d.FlushShadowsAsync();
        RowPrediction shadow = _watcher.Predictions.Single(s => s.Role == PredictionRole.Shadow);
        Assert.Equal((10.0, 1), (p.Outputs["value"].AsNumber(), p.Version));
        Assert.Equal(("p1/shadow-2", "p1", 20.0, 2, "k"), (shadow.Id, shadow.Of, shadow.Outputs["value"].AsNumber(), shadow.Version, shadow.Key));
    }

    [Fact]
    public async Task InferAsync_Shadow_TellsEachRow()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2)]);
        await d.ChallengeAsync(2, "a", "r", 0);
        await d.InferAsync([new NamedTensor("x", TensorData.Of([1.0, double.NaN, 3], 3, 1))], new PredictOptions { Id = "p" });
        await d.FlushShadowsAsync();
        Assert.Equal(
            ["p#0 1", "p#0/shadow-2 2", "p#1 -1", "p#1/shadow-2 -1", "p#2 3", "p#2/shadow-2 6"],
            _watcher.Predictions.Select(p => $"{p.Id} {p.Outputs["value"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PredictAsync_ChallengerFails_CallerNeverNotices()
    {
        using var bad = new GatedModel(factor: 0);
        await using Deployment d = await CreateAsync(new GatedModel(), new DelegateModel(bad.Model.Signature, _ => throw new InferenceException("broken")), new DeploymentOptions { WarmUp = false });
        await d.ChallengeAsync(2, "a", "r", 0);
        Assert.Equal(7, (await d.PredictAsync(TestRows.X(7))).Outputs["value"].AsNumber());
        await d.FlushShadowsAsync();
        Assert.Equal((0L, 1L), (d.View().ShadowsAnswered, d.View().ShadowsFailed));
    }

    [Fact]
    public async Task PredictAsync_ChallengerStuck_DropsAndCountsAndNeverWaits()
    {
        using var stuck = new GatedModel(open: true);
        await using Deployment d = await CreateAsync(new GatedModel(), stuck.Model, new DeploymentOptions { ShadowQueue = 4 });
        await d.ChallengeAsync(2, "a", "r", 0);
        stuck.Close();
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(i, (await d.PredictAsync(TestRows.X(i))).Outputs["value"].AsNumber());
        }

        Assert.InRange(d.View().ShadowsDropped, 100, 196);
        stuck.Open();
        await d.FlushShadowsAsync();
        Assert.Equal(200, d.View().ShadowsDropped + d.View().ShadowsAnswered);
    }

    [Fact]
    public async Task PredictAsync_Canary_AnswersItsShareStickyByKey()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { CanaryShare = 0.25 }, versions: [TestModels.Scale(1), TestModels.Scale(2)]);
        await d.ChallengeAsync(2, "a", "r");
        int[] first = await VersionsAsync(d);
        int[] second = await VersionsAsync(d);
        Assert.Equal(first, second);
        Assert.InRange(first.Count(v => v == 2), 200, 300);
        Assert.All(_watcher.Predictions, p => Assert.Equal(p.Version == 2 ? PredictionRole.Canary : PredictionRole.Champion, p.Role));
    }

    [Fact]
    public async Task ChallengeAsync_ShareGrows_KeepsThoseWhoWereInside()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2)]);
        await d.ChallengeAsync(2, "a", "r", 0.1);
        int[] before = await VersionsAsync(d);
        await d.ChallengeAsync(2, "a", "wider", 0.4);
        int[] after = await VersionsAsync(d);
        Assert.All(before.Zip(after), p => Assert.True(p.First == 1 || p.Second == 2));
        Assert.True(after.Count(v => v == 2) > before.Count(v => v == 2));
    }

    [Fact]
    public async Task WithdrawChallengerAsync_AfterATrial_MovesTheAliasAndFreesTheVersion()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2)]);
        await d.ChallengeAsync(2, "a", "r", 0.5);
        Assert.Equal(2, (await _store.Catalog.Models.AliasesAsync("m"))["challenger"]);
        await d.WithdrawChallengerAsync("a", "enough");
        Assert.False((await _store.Catalog.Models.AliasesAsync("m")).ContainsKey("challenger"));
        Assert.Equal([1], d.View().Versions.Select(v => v.Version));
    }

    [Fact]
    public async Task PromoteAsync_TheChallenger_EndsItsTrial()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2)]);
        await d.ChallengeAsync(2, "a", "r", 0.5);
        await d.PromoteAsync(2, "a", "won");
        Assert.Equal(["champion 2", "previous 1"], d.View().Versions.Select(v => $"{v.Role} {v.Version}"));
        Assert.Equal(["champion"], (await _store.Catalog.Models.AliasesAsync("m")).Keys);
    }

    [Fact]
    public async Task ChallengeAsync_TheChampion_IsRefused()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1)]);
        await Assert.ThrowsAsync<DeploymentException>(() => d.ChallengeAsync(1, "a", "r"));
    }

    private static async Task<int[]> VersionsAsync(Deployment d)
    {
        var versions = new int[1000];
        for (int i = 0; i < versions.Length; i++)
        {
            versions[i] = (await d.PredictAsync(TestRows.X(1), new PredictOptions { Key = $"user-{i}" })).Version;
        }

        return versions;
    }

    private async Task<Deployment> CreateAsync(GatedModel champion, IModel challenger, DeploymentOptions options)
    {
        options.OwnRuntime = new DelegateRuntime((v, _, _) => Task.FromResult(v.Version == 1 ? champion.Model : challenger));
        return await _store.DeployAsync(options, null, TestModels.Scale(1), TestModels.Scale(2));
    }
}
