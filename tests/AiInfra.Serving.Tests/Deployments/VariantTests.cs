using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>Several versions on trial at once.</summary>
public sealed class VariantTests : IDisposable
{
    private const int Keys = 4000;
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task ChallengeAsync_SeveralCanaries_EachAnswersItsShareAndTheChampionTheRest()
    {
        await using Deployment d = await StartAsync(4);
        await d.ChallengeAsync(2, "a", "r", 0.1);
        await d.ChallengeAsync(3, "a", "r", 0.2);
        int[] who = await WhoAsync(d);
        Assert.InRange(who.Count(v => v == 2) / (double)Keys, 0.08, 0.12);
        Assert.InRange(who.Count(v => v == 3) / (double)Keys, 0.17, 0.23);
        Assert.Equal(
            ["1 champion 0.7", "2 challenger 0.1", "3 challenger 0.2"],
            d.View().Versions.Select(v => $"{v.Version} {v.Role} {Math.Round(v.Weight, 9)}"));
        Assert.Equal(Keys, d.View().Versions.Sum(v => v.Answered));
    }

    [Fact]
    public async Task ChallengeAsync_AndWithdraw_MoveKeysOnlyBetweenThatCanaryAndTheChampion()
    {
        await using Deployment d = await StartAsync(4);
        int[] before = await WhoAsync(d);
        foreach ((int version, Func<Task> change) in new (int, Func<Task>)[]
        {
            (2, () => d.ChallengeAsync(2, "a", "comes", 0.2)),
            (3, () => d.ChallengeAsync(3, "a", "comes beside it", 0.3)),
            (2, () => d.ChallengeAsync(2, "a", "grows around the other", 0.4)),
            (4, () => d.ChallengeAsync(4, "a", "comes", 0.2)),
            (3, () => d.ChallengeAsync(3, "a", "shrinks", 0.1)),
            (2, () => d.WithdrawChallengerAsync(2, "a", "goes")),
            (4, () => d.ChallengeAsync(4, "a", "takes most", 0.8)),
        })
        {
            await change();
            int[] after = await WhoAsync(d);
            Assert.Contains(before.Zip(after), p => p.First != p.Second);
            Assert.All(before.Zip(after).Where(p => p.First != p.Second), p => Assert.True(
                (p.First == 1 && p.Second == version) || (p.First == version && p.Second == 1), $"{version} changed, and a key went from {p.First} to {p.Second}"));
            before = after;
        }
    }

    [Fact]
    public async Task ChallengeAsync_MoreThanAllRequests_IsRefusedAndNothingChanges()
    {
        await using Deployment d = await StartAsync(3);
        await d.ChallengeAsync(2, "a", "r", 0.7);
        var e = await Assert.ThrowsAsync<DeploymentException>(() => d.ChallengeAsync(3, "a", "r", 0.4));
        Assert.Contains("version 2 0.7", e.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], d.View().Versions.Select(v => v.Version));
        await d.ChallengeAsync(3, "a", "r", 0.3);
        Assert.DoesNotContain(1, await WhoAsync(d));
    }

    [Fact]
    public async Task ChallengeAsync_SeveralShadows_EachAnswersEveryCopyUnderAnIdOfItsOwn()
    {
        var watcher = new Watcher();
        using IDisposable subscription = _store.Signals.Subscribe(watcher);
        await using Deployment d = await StartAsync(3);
        await d.ChallengeAsync(2, "a", "r", 0);
        await d.ChallengeAsync(3, "a", "r", 0);
        await d.PredictAsync(TestRows.X(10));
        await d.PredictAsync(TestRows.X(20));
        await d.FlushShadowsAsync();
        RowPrediction[] shadows = [.. watcher.Predictions.Where(p => p.Role == PredictionRole.Shadow)];
        Assert.Equal([(2, 20.0), (2, 40.0), (3, 30.0), (3, 60.0)], shadows.Select(s => (s.Version, s.Outputs["value"].AsNumber())).Order());
        Assert.Equal(4, shadows.Select(s => s.Id).Distinct().Count());
        Assert.Equal((4L, 0L), (d.View().ShadowsAnswered, d.View().ShadowsDropped));
    }

    [Fact]
    public async Task PromoteAsync_OneOfTheCanaries_LeavesTheOthersOnTrial()
    {
        await using Deployment d = await StartAsync(3);
        await d.ChallengeAsync(2, "a", "r", 0.2);
        await d.ChallengeAsync(3, "a", "r", 0.3);
        int[] before = await WhoAsync(d);
        await d.PromoteAsync(2, "a", "better");
        int[] after = await WhoAsync(d);
        Assert.All(before.Zip(after), p => Assert.Equal(p.First == 3 ? 3 : 2, p.Second));
        DeploymentRecord record = d.View().Record!;
        Assert.Equal((2, 3, 1), (record.Champion, record.Challenger, record.Previous));
        Assert.Equal(3, (await _store.Catalog.Models.AliasesAsync("m"))["challenger"]);
        await d.RollBackAsync("a", "worse");
        Assert.Equal((1, 3), (d.View().Record!.Champion, d.View().Record!.Challenger));
    }

    [Fact]
    public async Task StartAsync_AnotherProcess_RoutesEveryKeyAlike()
    {
        await using Deployment d = await StartAsync(4);
        await d.ChallengeAsync(2, "a", "r", 0.2);
        await d.ChallengeAsync(3, "a", "r", 0.3);
        await d.ChallengeAsync(2, "a", "r", 0.35);
        await using var other = new Deployment("m", _store.Catalog, _store.Artifacts);
        await other.StartAsync();
        Assert.Equal(await WhoAsync(d), await WhoAsync(other));
        await d.WithdrawChallengerAsync("a", "all");
        await other.RefreshAsync();
        Assert.All(await WhoAsync(other), v => Assert.Equal(1, v));
    }

    [Fact]
    public async Task WithdrawChallengerAsync_VersionThatIsNotOnTrial_SaysWhoIs()
    {
        await using Deployment d = await StartAsync(3);
        await d.ChallengeAsync(2, "a", "r", 0.2);
        var e = await Assert.ThrowsAsync<DeploymentException>(() => d.WithdrawChallengerAsync(3, "a", "r"));
        Assert.Contains("on trial are 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChallengeAsync_Several_EventsNameTheVersionThatChanged()
    {
        await using Deployment d = await StartAsync(3);
        await d.ChallengeAsync(2, "a", "r", 0.2);
        await d.ChallengeAsync(3, "a", "r", 0.3);
        await d.WithdrawChallengerAsync(2, "a", "r");
        IReadOnlyList<CatalogEvent> events = await _store.Catalog.Events.ListAsync(new EventQuery { Subject = "m" });
        Assert.Contains(events, e => e.Message.Contains("challenger none -> 3", StringComparison.Ordinal));
        Assert.Contains(events, e => e.Message.Contains("challenger 2 -> none", StringComparison.Ordinal));
    }

    private async Task<Deployment> StartAsync(int versions) => await _store.DeployAsync(versions: [.. Enumerable.Range(1, versions).Select(v => TestModels.Scale(v))]);

    private static async Task<int[]> WhoAsync(Deployment d)
    {
        var who = new int[Keys];
        for (int i = 0; i < who.Length; i++)
        {
            who[i] = (await d.PredictAsync(TestRows.X(1), new PredictOptions { Key = $"key-{i}" })).Version;
        }

        return who;
    }
}
