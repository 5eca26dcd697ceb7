using AiInfra.Training.Averages;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Schedulers = TorchSharp.torch.optim.lr_scheduler;

namespace AiInfra.Training.Tests.Optimization;

/// <summary>Our factors against the learning rates of TorchSharp's schedulers, and those of closed forms.</summary>
public sealed class ScheduleGoldenTests
{
    public static TheoryData<string> Names => ["linear", "exponential", "polynomial", "cosine", "one-cycle", "step", "sequential"];

    private static (ILearningRateSchedule Ours, Func<optim.Optimizer, Schedulers.LRScheduler> Theirs) Pair(string name) => name switch
    {
        "linear" => (Schedules.Linear(0.25, 1, 20), o => Schedulers.LinearLR(o, 0.25, 1, 20)),
        "exponential" => (Schedules.Exponential(0.97), o => Schedulers.ExponentialLR(o, 0.97)),
        "polynomial" => (Schedules.Polynomial(2, 60), o => Schedulers.PolynomialLR(o, 60, 2)),
        "cosine" => (Schedules.Cosine(), o => Schedulers.CosineAnnealingLR(o, 100)),
        "one-cycle" => (Schedules.OneCycle(0.3, 25, 1e4), o => Schedulers.OneCycleLR(o, 0.1, total_steps: 100, pct_start: 0.3, div_factor: 25, final_div_factor: 1e4, cycle_momentum: false)),
        "step" => (Schedules.Step(30, 0.5), o => Schedulers.StepLR(o, 30, 0.5)),
        _ => (Schedules.Sequential(Schedules.Exponential(0.9), (Schedules.Linear(0.1, 1, 10), 10)), o => Schedulers.LambdaLR(o, s => s < 10 ? 0.1 + (0.9 * s / 10) : Math.Pow(0.9, s - 10))),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Factor_OfEachStep_IsThatOfTorchSharp(string name)
    {
        Libtorch.Load();
        using var parameter = new Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 0.1);
        (ILearningRateSchedule ours, Func<optim.Optimizer, Schedulers.LRScheduler> make) = Pair(name);
        Schedulers.LRScheduler theirs = make(optimizer);
        for (int step = 0; step < 100; step++)
        {
            Assert.Equal(optimizer.ParamGroups.First().LearningRate, 0.1 * ours.Factor(step, 100), 1e-9);
            optimizer.step();
            theirs.step();
        }
    }

    [Fact]
    public void Plateau_OfEachValidation_IsThatOfTorchSharp()
    {
        Libtorch.Load();
        using var parameter = new Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 0.1);
        Schedulers.LRScheduler theirs = Schedulers.ReduceLROnPlateau(optimizer, "min", factor: 0.5, patience: 2, threshold: 1e-2);
        IObservingSchedule ours = Schedules.Plateau(0.5, 2, 1e-2);
        double[] scores = [1, 0.9, 0.895, 0.91, 0.9, 0.89, 0.7, 0.7, 0.7, 0.7, 0.7, 0.699, 0.698, 0.5];
        foreach (double score in scores)
        {
            theirs.step(score);
            ours.Observe(score, MonitorMode.Min);
            Assert.Equal(optimizer.ParamGroups.First().LearningRate, 0.1 * ours.Factor(0, 0), 1e-12);
        }

        Assert.True(ours.Factor(0, 0) < 0.6);
    }

    [Fact]
    public void Chained_MultipliesFactors_AndRemembersWhatIsWithin()
    {
        ILearningRateSchedule chained = Schedules.Chained(Schedules.Linear(0.5, 1, 10), Schedules.Plateau(0.1, 0));
        var observing = Assert.IsType<IObservingSchedule>(chained, exactMatch: false);
        Assert.Equal(0.75, chained.Factor(5, 0), 1e-12);
        observing.Observe(1, MonitorMode.Min);
        observing.Observe(1, MonitorMode.Min);
        Assert.Equal(0.075, chained.Factor(5, 0), 1e-12);
        string? state = observing.State;
        observing.State = null;
        Assert.Equal(0.75, chained.Factor(5, 0), 1e-12);
        observing.State = state;
        Assert.Equal(0.075, chained.Factor(5, 0), 1e-12);
    }

    [Fact]
    public void Swa_FromItsStart_GoesToItsRateByHalfACosine()
    {
        var schedule = new SwaSchedule(Schedules.Exponential(0.9), new SwaOptions { Start = 0.5, LearningRateFactor = 0.2, AnnealSteps = 10 });
        double start = Math.Pow(0.9, 50);
        Assert.Equal(Math.Pow(0.9, 49), schedule.Factor(49, 100), 1e-12);
        Assert.Equal(start, schedule.Factor(50, 100), 1e-12);
        Assert.Equal((start + 0.2) / 2, schedule.Factor(55, 100), 1e-12);
        Assert.Equal(0.2, schedule.Factor(60, 100), 1e-12);
        Assert.Equal(0.2, schedule.Factor(99, 100), 1e-12);
    }
}
