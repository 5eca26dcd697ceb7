using AiInfra.Training.Tests.Tuning;
using AiInfra.Training.Tuning;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Processor seconds a trial over 100 trials of the default search, study and all, on five functions that cost nothing, against what Optuna 4.9's TPE is stated to take at its quickest on two cores: 1 of "1 to 5 ms a trial".</summary>
internal sealed class TuneTpeRatio : IRatio
{
    private const int Trials = 100;
    private const double StatedSeconds = 1e-3;
    private static readonly string[] s_functions = ["branin", "hart6", "ackley5", "rosen4", "mixed"];
    private int _seed;

    public string Name => "tune-tpe";

    public double Goal => 10;

    public async Task<bool> PrepareAsync()
    {
        // Until the runtime has compiled what is hot for good, which takes more of the processor than the search itself. Without it the first study of a process takes about 0.15 ms a trial.
        for (int i = 0; i < 60; i++)
        {
            await OursAsync();
            await Task.Delay(20);
        }

        return true;
    }

    public async Task<double> OursAsync()
    {
        double seconds = 0;
        foreach (string function in s_functions)
        {
            await using Study study = await Study.OpenAsync(function, new StudyOptions { MaxTrials = Trials, Seed = _seed++ });
            Func<Trial, double> objective = TuningFunctions.Of(function);
            TimeSpan before = Environment.CpuUsage.TotalTime;
            StudyResult found = await study.RunAsync(objective);
            seconds += (Environment.CpuUsage.TotalTime - before).TotalSeconds / found.Trials.Count;
        }

        return seconds / s_functions.Length;
    }

    public Task<double> TheirsAsync() => Task.FromResult(StatedSeconds);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
