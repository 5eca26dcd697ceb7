using AiInfra.Core.Catalog;
using AiInfra.Learning;
using AiInfra.Observability.Quality;
using AiInfra.Tests.Support;

namespace AiInfra.Tests.Learning;

/// <summary>The way back after all labels turn over at once.</summary>
public sealed class RecoveryTests
{
    [Theory]
    [InlineData(71)]
    [InlineData(72)]
    public async Task FullFlip_UsualWindows_IsRecoveredFromWithinAFewCoolDowns(int seed)
    {
        await using var rig = new Rig(configure: o =>
        {
            o.Windows.Clear();
            (o.CoolDownRows, o.HoldoutRows, o.EveryRows) = (100, null, null);
        });
        var world = new World(seed);
        await rig.Loop.StartAsync(world.Rows(1200));
        await rig.StreamAsync(world.Rows(150));
        world.Turned = true;

        bool[] right = await rig.StreamAsync(world.Rows(700));

        int last = right.TakeLast(100).Count(r => r);
        Assert.True(last >= 80, $"{last} of the last 100; {string.Join('\n', rig.Events.Select(e => $"{e.Labelled} {e.Kind} {e.Message}"))}");
    }

    [Fact]
    public async Task WeakChallengerAfterADrop_CarriesTheEarlierBaseline()
    {
        // What is trained after the flip knows nothing, and passes because what it replaces is worse.
        var recipe = new CountingRecipe((call, r) => Task.FromResult(call > 2 ? CountingRecipe.Noisy(r) : r));
        await using var rig = new Rig(recipe);
        var world = new World(73);
        await rig.Loop.StartAsync(world.Rows(300));
        double expected = (await BaselineAsync(rig, 1)).Loss;
        world.Turned = true;

        await rig.StreamAsync(world.Rows(450));

        LearningEvent promotion = rig.Events.First(e => e.Kind == LearningEventKind.Promotion && e.Reason == LearningReason.QualityDrop);
        Assert.Equal(expected, (await BaselineAsync(rig, promotion.Version!.Value)).Loss);
        Assert.True(rig.Events.Count(e => e.Kind == LearningEventKind.Retraining) >= 2, "the alarm fell silent");
    }

    [Fact]
    public void ChangePoint_LossesThatRise_IsWhereTheyDo()
    {
        var random = new Random(1);
        double[] losses = [.. Enumerable.Range(0, 300).Select(i => random.NextDouble() < (i < 180 ? 0.1 : 0.8) ? 1.0 : 0)];
        Assert.InRange(ChangePoint.Find(losses)!.Value, 170, 190);
    }

    [Theory]
    [InlineData(0.1, 0.1, 300)]
    [InlineData(0.8, 0.1, 300)]
    [InlineData(0.1, 0.9, 30)]
    public void ChangePoint_NoRiseOrTooFewRows_IsNone(double before, double after, int rows)
    {
        var random = new Random(2);
        double[] losses = [.. Enumerable.Range(0, rows).Select(i => random.NextDouble() < (i < rows / 2 ? before : after) ? 1.0 : 0)];
        Assert.Null(ChangePoint.Find(losses));
    }

    [Fact]
    public void ChangePoint_FromNoneToAll_IsFoundToTheRow() =>
        Assert.Equal(50, ChangePoint.Find([.. Enumerable.Repeat(0.0, 50), .. Enumerable.Repeat(1.0, 30)]));

    private static async Task<QualityBaseline> BaselineAsync(Rig rig, int version)
    {
        ModelVersion found = (await rig.Store.Catalog.Models.FindAsync(Rig.Name, version))!;
        return QualityBaseline.FromMetrics(found.Metrics)!;
    }
}
