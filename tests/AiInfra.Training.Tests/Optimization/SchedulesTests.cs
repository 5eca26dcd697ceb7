using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;

namespace AiInfra.Training.Tests.Optimization;

public sealed class SchedulesTests
{
    [Fact]
    public void Cosine_WithWarmUp_RisesToOneAndFallsToTheFloor()
    {
        ILearningRateSchedule schedule = Schedules.Cosine(0.1, 0.05);
        double[] factors = [.. Enumerable.Range(0, 101).Select(i => schedule.Factor(i, 100))];
        Assert.True(factors[0] > 0 && factors[0] < 0.2);
        Assert.Equal(1, factors[10], 1e-9);
        Assert.Equal(0.525, factors[55], 1e-9);
        Assert.Equal(0.05, factors[100], 1e-9);
        Assert.Equal(factors[..11], factors[..11].Order());
    }

    [Fact]
    public void OneCycle_StartsLowPeaksAndEndsLower()
    {
        ILearningRateSchedule schedule = Schedules.OneCycle(0.3, 25, 1000);
        Assert.Equal(1 / 25.0, schedule.Factor(0, 100), 1e-9);
        Assert.Equal(1, schedule.Factor(29, 100), 1e-9);
        Assert.Equal(1 / 25000.0, schedule.Factor(99, 100), 1e-9);
    }

    [Fact]
    public void Step_CutsEverySoManySteps() =>
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], Enumerable.Range(0, 5).Select(i => Schedules.Step(2, 0.5).Factor(i, 0)));

    [Fact]
    public void Plateau_CutsAfterPatienceAndNotBelowTheFloor()
    {
        IObservingSchedule schedule = Schedules.Plateau(0.5, patience: 1, floor: 0.3);
        var factors = new List<double>();
        foreach (double score in (double[])[1, 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95])
        {
            schedule.Observe(score, MonitorMode.Min);
            factors.Add(schedule.Factor(0, 0));
        }

        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.3, 0.3, 0.3], factors);
    }

    [Fact]
    public void EarlyStop_InModeMax_TakesMoreForBetter()
    {
        var early = new EarlyStop(new EarlyStoppingOptions { Patience = 2, MinDelta = 0.01 }, MonitorMode.Max);
        Assert.Equal([(true, false), (false, false), (true, false), (false, false), (false, true)], new[] { 0.5, 0.505, 0.6, 0.6, 0.59 }.Select((s, i) => early.Observe(s, i, i)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void EarlyStop_OnAScoreThatIsNotFinite_Stops(double score) =>
        Assert.Equal((false, true), new EarlyStop(new EarlyStoppingOptions(), MonitorMode.Min).Observe(score, 1, 1));

    [Fact]
    public void EarlyStop_BeforeMinEpochs_GoesOn() =>
        Assert.False(new EarlyStop(new EarlyStoppingOptions { GoodEnough = 1, MinEpochs = 5 }, MonitorMode.Min).Observe(0.5, 1, 4).Stop);
}
