using System.Text;
using AiInfra.Core.Catalog;
using AiInfra.Core.Studies;
using AiInfra.Sqlite;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Samplers;

namespace AiInfra.Faults.Scenarios;

/// <summary>Two workers on one study over a grid, killed while trials run. Every combination ends once, whoever died with it.</summary>
internal sealed class TuneScenario : IFaultScenario
{
    private const string StudyName = "tune";
    private readonly Dictionary<int, string> _done = [];

    public string Name => StudyName;

    public int Workers => 2;

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        var grid = new Dictionary<string, IReadOnlyList<object>> { ["rate"] = [0.1, 0.01, 0.001, 0.0001], ["width"] = [8, 16, 32, 64, 128], ["kind"] = ["a", "b"] };
        await using Study study = await Study.OpenAsync(
            StudyName,
            new StudyOptions { Sampler = new GridSampler(grid), MaxTrials = null, Workers = 2, Retries = 1000, Seed = seed, Lease = TimeSpan.FromSeconds(2) },
            store.Catalog.GetRequiredStore<IStudyStore>());
        await study.RunAsync(async trial =>
        {
            double rate = trial.Float("rate", 1e-5, 1, log: true);
            int width = trial.Int("width", 8, 128, log: true);
            trial.Report(0, width);
            await Task.Delay(8, trial.Cancelled);
            return seed + (rate * width) + trial.Choice("kind", "a", "b").Length;
        });
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        List<string> problems = await StoreInvariants.FindAsync(store);
        if (await TrialsAsync(store) is not { } trials)
        {
            return problems;
        }

        problems.AddRange(trials.Where(t => t.State == TrialState.Complete).GroupBy(Text).Where(g => g.Count() > 1).Select(g => $"{g.Key} ended {g.Count()} times: trials {string.Join(", ", g.Select(t => t.Number))}."));
        problems.AddRange(_done.Where(d => trials.Find(t => t.Number == d.Key) is not { State: TrialState.Complete } there || Text(there) != d.Value).Select(d => $"Trial {d.Key} had ended as {d.Value} and is another one now."));
        foreach (TrialRecord trial in trials.Where(t => t.State == TrialState.Complete))
        {
            _done[trial.Number] = Text(trial);
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        var text = new StringBuilder();
        foreach (string line in (await TrialsAsync(store) ?? []).Where(t => t.State is TrialState.Complete or TrialState.Running or TrialState.Waiting).Select(t => $"{t.State} {Text(t)}").Order(StringComparer.Ordinal))
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }

    private static async Task<List<TrialRecord>?> TrialsAsync(AiInfraStore store)
    {
        IStudyStore studies = store.Catalog.GetRequiredStore<IStudyStore>();
        return await studies.FindAsync(StudyName) is null ? null : [.. (await studies.ReadAsync(StudyName)).Trials];
    }

    private static string Text(TrialRecord trial) => $"{string.Join(' ', trial.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value:R}"))} {string.Join(' ', trial.Values.Select(v => $"{v:R}"))}";
}
