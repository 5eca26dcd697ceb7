using AiInfra.Evaluation;
using AiInfra.Evaluation.Gates;
using AiInfra.Learning;
using AiInfra.Metrics.Classification;
using AiInfra.Tests.Support;

namespace AiInfra.Tests.Learning;

/// <summary>Who decides on a challenger: the evaluation's gate where there is one, the loop's own otherwise.</summary>
public sealed class GateTests
{
    private static Evaluator Asking(Action<GateBuilder> gate) => new(new EvaluationBuilder("price-up").Accuracy().Gate(gate).Build());

    /// <summary>Trains a first model and asks for one more; returns whether that one was promoted.</summary>
    private static async Task<bool> RetrainAsync(Rig rig, int seed)
    {
        var world = new World(seed);
        await rig.Loop.StartAsync(world.Rows(300));
        await rig.StreamAsync(world.Rows(60), work: false);
        rig.Loop.Request();
        return await rig.Loop.RunDueAsync();
    }

    [Fact]
    public async Task EvaluationGate_ThatRefuses_RefusesABetterChallenger()
    {
        // The first champion guesses.
        var recipe = new CountingRecipe((call, r) => Task.FromResult(call == 2 ? CountingRecipe.Noisy(r) : r));
        await using var rig = new Rig(recipe, o => o.ServeFirstModelAnyway = true, evaluator: Asking(g => g.Require("the moon is full", _ => false)));
        Assert.False(await RetrainAsync(rig, 31));
        Assert.Contains("the moon is full", rig.Events.Single(e => e.Kind == LearningEventKind.Refusal).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluationGate_ThatPasses_PromotesAWorseChallenger()
    {
        var recipe = new CountingRecipe((call, r) => Task.FromResult(call > 2 ? CountingRecipe.Noisy(r) : r));
        await using var rig = new Rig(recipe, evaluator: Asking(g => g.Require("it is there", _ => true)));
        Assert.True(await RetrainAsync(rig, 32));
    }

    [Fact]
    public async Task EvaluationGate_ComparingWithTheChampion_IsGivenBoth()
    {
        var recipe = new CountingRecipe((call, r) => Task.FromResult(call > 2 ? CountingRecipe.Flipped(r) : r));
        await using var rig = new Rig(recipe, evaluator: Asking(g => g.BetterThanChampion(new BrierScore())));
        Assert.False(await RetrainAsync(rig, 33));
        GateDecision gate = rig.Events.Single(e => e.Kind == LearningEventKind.Refusal).Gate!;
        Assert.Equal(("version 1", Verdict.Fail), (gate.Champion, gate.Verdict));
    }

    [Fact]
    public async Task EvaluationWithoutGate_LeavesTheLoopsOwnAndReportsItsMetrics()
    {
        var recipe = new CountingRecipe((call, r) => Task.FromResult(call > 2 ? CountingRecipe.Flipped(r) : r));
        await using var rig = new Rig(recipe, evaluator: new Evaluator(new EvaluationBuilder("price-up").BalancedAccuracy().Build()));
        Assert.False(await RetrainAsync(rig, 34));
        Assert.Equal("balancedAccuracy", (await rig.Store.Catalog.Models.FindAsync(Rig.Name, 1))!.Metrics.Keys.First(k => !k.Contains('/', StringComparison.Ordinal) && !k.StartsWith("baseline", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OwnGate_ChallengerAsGoodAsTheChampion_PassesOnRequest()
    {
        // Both guess; nothing shows the newer one to be worse.
        await using var rig = new Rig(new CountingRecipe((_, r) => Task.FromResult(CountingRecipe.Noisy(r))));
        Assert.True(await RetrainAsync(rig, 35), string.Join('\n', rig.Events.Select(e => e.Message)));
    }
}
