using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Pipelines;
using AiInfra.Sqlite;

namespace AiInfra.Faults.Scenarios;

/// <summary>Two workers on one pipeline whose steps put artifacts. What was done once is never done again.</summary>
internal sealed class PipelineScenario : IFaultScenario
{
    private const int Parts = 24;
    private readonly Dictionary<string, long> _doneTokens = [];

    public string Name => "pipeline";

    public int Workers => 2;

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        var options = new PipelineRunnerOptions { MaxParallelSteps = 3, Poll = TimeSpan.FromMilliseconds(10) };
        (Pipeline pipeline, _) = Make(store.Artifacts, seed);
        await new PipelineRunner(store.Ledger, options, store.Artifacts).RunAsync(pipeline);
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        List<string> problems = await StoreInvariants.FindAsync(store);
        Dictionary<string, StepRecord> records = (await store.Ledger.ListAsync(Name, 1000)).ToDictionary(r => r.Identity.Memo);
        foreach ((string memo, long token) in _doneTokens)
        {
            if (!records.TryGetValue(memo, out StepRecord? record) || record.State != StepRecordState.Done || record.Token != token)
            {
                problems.Add($"Step {record?.Identity.Step} was done under token {token} and was done again.");
            }
        }

        foreach (StepRecord record in records.Values)
        {
            if (record.State == StepRecordState.Failed)
            {
                problems.Add($"Step {record.Identity.Step} failed: {record.Error}");
            }
            else if (record.State == StepRecordState.Done)
            {
                _doneTokens[record.Identity.Memo] = record.Token;
            }
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        var text = new StringBuilder();
        foreach (StepRecord record in (await store.Ledger.ListAsync(Name, 1000)).OrderBy(r => r.Identity.Step, StringComparer.Ordinal))
        {
            text.AppendLine($"{record.Identity.Step} {record.State} {record.Identity.Memo} {record.Result}");
        }

        return text.ToString();
    }

    private static (Pipeline Pipeline, Step<long> Total) Make(IArtifactStore artifacts, int seed)
    {
        var pipeline = new Pipeline("pipeline");
        Step<int> plan = pipeline.Step("plan", "1", (_, _) => Task.FromResult(seed));
        var parts = new List<Step<Part>>();
        for (int i = 0; i < Parts; i++)
        {
            int number = i;
            parts.Add(pipeline.Step($"part-{i:00}", "1", plan, async (_, s, ct) =>
            {
                byte[] content = Content.Of(s, number);
                await Task.Delay(5, ct);
                return new Part(await artifacts.PutBytesAsync(content, ct), content.Length);
            }));
        }

        Step<long>[] sums = [.. parts.Chunk(6).Select((chunk, i) => pipeline.StepOverAll($"sum-{i}", "1", chunk, (_, p, _) => Task.FromResult(p.Sum(x => x.Bytes))))];
        return (pipeline, pipeline.StepOverAll("total", "1", sums, (_, s, _) => Task.FromResult(s.Sum())));
    }

    internal sealed record Part(ArtifactDigest Digest, long Bytes);
}
