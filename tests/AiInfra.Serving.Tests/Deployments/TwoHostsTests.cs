using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>Two processes serve one deployment from one store.</summary>
public sealed class TwoHostsTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task PromoteAsync_TheOtherHostDidSoAlready_ServesItHereToo()
    {
        await using Deployment one = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2)]);
        await using var two = new Deployment("m", _store.Catalog, _store.Artifacts);
        await two.StartAsync();
        await two.PromoteAsync(2, "a", "r");
        await one.PromoteAsync(2, "a", "r");
        Assert.Equal(2, (await one.PredictAsync(TestRows.X(1))).Version);
    }

    [Fact]
    public async Task StartAsync_ChallengerIsDamaged_TheChampionServesWithoutIt()
    {
        await using (Deployment before = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2)]))
        {
            await before.ChallengeAsync(2, "a", "r", 0.5);
        }

        var options = new DeploymentOptions { OwnRuntime = new DelegateRuntime((v, _, _) => v.Version == 2 ? throw new AiInfra.Serving.Runtimes.ModelLoadException("damaged") : Task.FromResult<AiInfra.Serving.Runtimes.IModel>(AiInfra.Serving.Runtimes.OnnxRuntimeModel.Load(TestModels.Scale(1)))) };
        await using var d = new Deployment("m", _store.Catalog, _store.Artifacts, options);
        await d.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal((1, PredictionRole.Champion), ((await d.PredictAsync(TestRows.X(1))) is { } p ? (p.Version, p.Role) : default));
        }
    }

    [Fact]
    public async Task RefreshAsync_ChallengerIsDamaged_StillTakesTheOtherHostsChampion()
    {
        await using Deployment one = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3)]);
        var options = new DeploymentOptions { OwnRuntime = new DelegateRuntime((v, _, _) => v.Version == 3 ? throw new AiInfra.Serving.Runtimes.ModelLoadException("damaged") : Task.FromResult<AiInfra.Serving.Runtimes.IModel>(AiInfra.Serving.Runtimes.OnnxRuntimeModel.Load(TestModels.Scale(v.Version)))) };
        await using var two = new Deployment("m", _store.Catalog, _store.Artifacts, options);
        await two.StartAsync();
        await one.ChallengeAsync(3, "a", "r");
        await one.PromoteAsync(2, "a", "r");
        await two.RefreshAsync();
        Assert.Equal(2, (await two.PredictAsync(TestRows.X(1))).Version);
    }

    [Fact]
    public async Task RollBackAsync_TheOtherHostPromotedMeanwhile_GoesBackFromWhatServes()
    {
        await using Deployment one = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3)]);
        await one.PromoteAsync(2, "a", "r");
        await using var two = new Deployment("m", _store.Catalog, _store.Artifacts);
        await two.StartAsync();
        await two.PromoteAsync(3, "a", "r");
        await one.RollBackAsync("a", "worse");
        Assert.Equal((2, 1), ((await one.PredictAsync(TestRows.X(1))).Version, one.View().Record!.Previous!.Value));
    }

    [Fact]
    public async Task RollBackAsync_BothHostsSawTheSameChampion_OneRollsBack()
    {
        await using Deployment one = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3)]);
        await one.PromoteAsync(2, "a", "r");
        await one.PromoteAsync(3, "a", "r");
        await using var two = new Deployment("m", _store.Catalog, _store.Artifacts);
        await two.StartAsync();
        await one.RollBackAsync("a", "worse", from: 3, to: 2);
        var e = await Assert.ThrowsAsync<DeploymentException>(() => two.RollBackAsync("b", "worse", from: 3, to: 2));
        Assert.Contains("has changed", e.Message, StringComparison.Ordinal);
        await two.RefreshAsync();
        Assert.Equal((2, 1), (two.View().Record!.Champion!.Value, two.View().Record!.Previous!.Value));
    }
}
