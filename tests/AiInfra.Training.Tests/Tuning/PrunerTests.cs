using AiInfra.Core.Studies;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Pruners;
using AiInfra.Training.Tuning.Samplers;

namespace AiInfra.Training.Tests.Tuning;

/// <summary>After how many of 30 steps each of 40 trials ends: the same as with Optuna 4.9's pruner of that kind, run on the same values.</summary>
public sealed class PrunerTests
{
    private static async Task<int[]> EndsAsync(IPruner pruner, StudyDirection direction = StudyDirection.Minimize, int workers = 1)
    {
        await using Study study = await Study.OpenAsync("golden", new StudyOptions { Pruner = pruner, Directions = [direction], MaxTrials = 40, Sampler = new RandomSampler(), Workers = workers });
        double sign = direction == StudyDirection.Minimize ? 1 : -1;
        StudyResult found = await study.RunAsync(t =>
        {
            double quality = t.Number * 7919 % 101 / 101.0, value = 0;
            for (int step = 1; step <= 30; step++)
            {
                value = sign * (quality + ((1 - quality) * 2 / step) + (0.05 * (((t.Number * 31) + (step * 17)) % 13) / 13));
                t.Report(step, value);
                if (t.ShouldPrune())
                {
                    return t.Pruned();
                }
            }

            return value;
        });
        return [.. found.Trials.Select(t => (int)t.Reports[^1].Step)];
    }

    [Fact]
    public async Task Median_OnKnownCurves_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[30, 30, 30, 30, 30, 1, 2, 3, 1, 3, 1, 2, 3, 1, 3, 1, 2, 3, 1, 2, 1, 2, 3, 1, 2, 1, 2, 3, 1, 2, 1, 2, 2, 3, 2, 1, 2, 1, 3, 2],
        await EndsAsync(new MedianPruner()));

    [Fact]
    public async Task Percentile_WithWarmUpAndIntervals_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[30, 30, 30, 4, 4, 30, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
        await EndsAsync(new PercentilePruner(new PercentileOptions { Percentile = 25, StartupTrials = 3, WarmupSteps = 4, IntervalSteps = 5, LeastTrials = 2 }), StudyDirection.Maximize));

    [Fact]
    public async Task Asha_ByItself_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[30, 30, 4, 1, 1, 1, 1, 4, 1, 1, 1, 1, 4, 1, 1, 1, 1, 4, 1, 1, 1, 1, 4, 1, 4, 1, 1, 4, 1, 4, 1, 1, 4, 1, 4, 1, 1, 1, 1, 4],
        await EndsAsync(new AshaPruner()));

    [Fact]
    public async Task Asha_WithARungOfItsOwn_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[30, 6, 6, 6, 6, 18, 6, 6, 6, 6, 18, 6, 6, 6, 6, 18, 6, 6, 6, 6, 18, 6, 6, 6, 6, 18, 6, 6, 6, 6, 18, 6, 6, 6, 6, 18, 6, 30, 6, 6],
        await EndsAsync(new AshaPruner(new AshaOptions { MinResource = 2, ReductionFactor = 3, MinEarlyStoppingRate = 1 }), StudyDirection.Maximize));

    [Fact]
    public async Task Hyperband_OfKnownLength_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[30, 30, 30, 3, 30, 1, 1, 9, 30, 1, 3, 30, 3, 3, 1, 3, 9, 3, 3, 1, 1, 1, 3, 1, 9, 1, 1, 3, 1, 30, 30, 1, 3, 1, 3, 1, 1, 30, 1, 3],
        await EndsAsync(new HyperbandPruner(new HyperbandOptions { MaxResource = 30 })));

    [Fact]
    public async Task Hyperband_ByItself_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[30, 30, 30, 30, 30, 1, 1, 9, 30, 1, 30, 30, 3, 3, 1, 3, 9, 3, 3, 1, 1, 1, 3, 1, 9, 1, 1, 3, 1, 30, 30, 1, 3, 1, 3, 1, 1, 30, 1, 3],
        await EndsAsync(new HyperbandPruner()));

    [Fact]
    public async Task Wilcoxon_OnKnownCurves_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[30, 9, 9, 8, 9, 9, 8, 9, 8, 9, 9, 8, 9, 8, 9, 8, 8, 9, 9, 8, 9, 8, 9, 9, 8, 8, 8, 9, 9, 8, 8, 9, 8, 9, 8, 9, 9, 13, 9, 8],
        await EndsAsync(new WilcoxonPruner()));

    [Fact]
    public async Task Patient_AroundTheMedian_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[30, 30, 30, 30, 30, 30, 28, 17, 30, 21, 30, 25, 14, 29, 18, 30, 22, 11, 26, 15, 30, 19, 8, 23, 25, 30, 16, 18, 20, 22, 24, 26, 15, 30, 19, 21, 23, 30, 27, 16],
        await EndsAsync(new PatientPruner(new MedianPruner(), patience: 2, minDelta: 0.01)));

    [Fact]
    public async Task Patient_Alone_EndsThemWhereThePeerDoes() => Assert.Equal(
        (int[])[15, 11, 7, 12, 10, 13, 11, 7, 12, 11, 13, 11, 7, 12, 8, 13, 12, 7, 12, 8, 13, 12, 7, 13, 8, 13, 12, 4, 13, 8, 14, 9, 5, 13, 9, 14, 9, 15, 13, 9],
        await EndsAsync(new PatientPruner(null, patience: 1)));

    [Fact]
    public async Task Threshold_BeyondABoundOrNoNumber_Ends()
    {
        await using Study study = await Study.OpenAsync("s", new StudyOptions { Pruner = new ThresholdPruner(new ThresholdPrunerOptions { Lower = 0, Upper = 1, WarmupSteps = 1 }), MaxTrials = 4 });
        double[] values = [0.5, 2, -1, double.NaN];
        StudyResult found = await study.RunAsync(t =>
        {
            t.Report(0, 99);
            Assert.False(t.ShouldPrune());
            t.Report(1, values[t.Number]);
            return t.ShouldPrune() ? t.Pruned() : 0;
        });
        Assert.Equal([TrialState.Complete, TrialState.Pruned, TrialState.Pruned, TrialState.Pruned], found.Trials.Select(t => t.State));
    }

    [Fact]
    public async Task Asha_OverManyWorkers_StillEndsMost()
    {
        int[] ends = await EndsAsync(new AshaPruner(new AshaOptions { MinResource = 1 }), workers: 4);
        Assert.InRange(ends.Count(e => e == 30), 1, 15);
    }

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, 0.125)]
    [InlineData(new[] { 0.5, -0.2, 1.1, 0.9, 2.0 }, 0.0625)]
    [InlineData(new[] { 1.0, 1, -1, 2, 0 }, 0.1359092216277475)]
    public void SignedRanks_Few_HaveThePValueOfScipy(double[] differences, double expected) => Assert.Equal(expected, SignedRanks.PValueOfGreater(differences), 1e-12);

    [Fact]
    public void SignedRanks_Many_HaveThePValueOfScipy() =>
        Assert.Equal(0.006553288085315706, SignedRanks.PValueOfGreater([.. Enumerable.Range(0, 60).Select(i => Math.Sin(i) + 0.2)]), 1e-12);
}
