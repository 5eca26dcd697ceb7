using System.Diagnostics;
using AiInfra.Core.Catalog;
using AiInfra.Core.Studies;
using AiInfra.Sqlite;
using AiInfra.Training.Tests.Tuning;
using AiInfra.Training.Tuning;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Median seconds a trial in a study of one SQLite file with the default search: around the 10,000th trial (ours), against around the 100th (theirs).</summary>
internal sealed class TuneFlatRatio : IRatio
{
    private const int Before = 10_000;
    private const int Timed = 200;
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-ratio-").FullName;
    private AiInfraStore? _store;
    private int _short;
    private int _trials = Before;

    public string Name => "tune-flat";

    public double Goal => 0.67;

    public int Rounds => 3;

    public async Task<bool> PrepareAsync()
    {
        _store = AiInfraStore.Open(_folder);
        await RunAsync("long", Before);
        await RunAsync("warm", Timed);
        return true;
    }

    public async Task<double> OursAsync() => await RunAsync("long", _trials += Timed);

    public async Task<double> TheirsAsync()
    {
        string name = $"short-{_short++}";
        await RunAsync(name, 100);
        return await RunAsync(name, 100 + Timed);
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The median over the last trials of a study.</summary>
    private async Task<double> RunAsync(string name, int most)
    {
        await using Study study = await Study.OpenAsync(name, new StudyOptions { MaxTrials = most }, _store!.Catalog.GetRequiredStore<IStudyStore>());
        Func<Trial, double> objective = TuningFunctions.Of("hart6");
        var seconds = new List<double>();
        long last = Stopwatch.GetTimestamp();
        await study.RunAsync(trial =>
        {
            double value = objective(trial);
            seconds.Add(Stopwatch.GetElapsedTime(last).TotalSeconds);
            last = Stopwatch.GetTimestamp();
            return value;
        });
        return seconds.TakeLast(Timed).Order().ElementAt(seconds.TakeLast(Timed).Count() / 2);
    }
}
