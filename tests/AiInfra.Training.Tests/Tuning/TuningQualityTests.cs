using System.Text.Json;
using AiInfra.Support;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Samplers;

namespace AiInfra.Training.Tests.Tuning;

/// <summary>What is found in 100 trials, over 30 seeds, beside the values of a peer's best sampler.</summary>
public sealed class TuningQualityTests
{
    private const int Seeds = 30;

    [Theory]
    [InlineData("branin")]
    [InlineData("hart6")]
    [InlineData("ackley5")]
    [InlineData("rosen4")]
    [InlineData("mixed")]
    public async Task Default_On100Trials_IsNoWorseThanThePeersBestWithinNoise(string function)
    {
        double theirs = PeersBestMedian(function);
        double[] ours = await BestAsync(function, () => null);

        // The tenth smallest of 30 values is the lower end of the interval that holds the median in 95 of 100 cases (binomial).
        Assert.True(ours[9] <= theirs, $"{function}: ours {ours[7]:G4}, {ours[14]:G4}, {ours[22]:G4} (quartiles); the peer's median {theirs:G4}.");
    }

    [Fact]
    public async Task GaussianProcess_OnASmoothFunction_FindsItsMinimum()
    {
        double[] ours = await BestAsync("branin", () => new GaussianProcessSampler(), seeds: 5, trials: 50);
        Assert.InRange(ours[^1], 0.39788, 0.3990);
    }

    [Fact]
    public async Task Cma_OnAValley_GoesAlongIt()
    {
        double[] ours = await BestAsync("rosen4", () => new CmaSampler(), seeds: 10, trials: 400), chance = await BestAsync("rosen4", () => new RandomSampler(), seeds: 10, trials: 400);
        Assert.InRange(ours[5], 0, 10);
        Assert.InRange(chance[5], 100, double.MaxValue);
    }

    private static double PeersBestMedian(string function)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(SharedData.RequireShared("reference/tuning.json")));
        return json.RootElement.GetProperty("results").EnumerateArray().Where(r => r.GetProperty("function").GetString() == function).Min(r => r.GetProperty("median").GetDouble());
    }

    private static async Task<double[]> BestAsync(string function, Func<ISampler?> sampler, int seeds = Seeds, int trials = 100)
    {
        var best = new double[seeds];
        for (int seed = 0; seed < seeds; seed++)
        {
            await using Study study = await Study.OpenAsync(function, new StudyOptions { Seed = seed, MaxTrials = trials, Sampler = sampler() });
            best[seed] = (await study.RunAsync(TuningFunctions.Of(function))).Best.Value;
        }

        Array.Sort(best);
        return best;
    }
}
