using System.Collections.Concurrent;
using AiInfra.Core.Pipelines;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>A runner over a real ledger, and a pipeline that notes what ran.</summary>
public abstract class PipelineRunnerRig : IDisposable
{
    private readonly ConcurrentQueue<string> _ran = new();

    protected PipelineRunnerRig() => Store = AiInfraStore.Open(Folder.Path, options: new SqliteStoreOptions { SurvivesPowerCut = false });

    private protected TemporaryFolder Folder { get; } = new();

    protected AiInfraStore Store { get; }

    protected PipelineRunner Runner => new(Store.Ledger, new PipelineRunnerOptions { MaxParallelSteps = 4, Poll = TimeSpan.FromMilliseconds(5) }, Store.Artifacts);

    protected string Ran => string.Join(" ", _ran.Order(StringComparer.Ordinal));

    public void Dispose()
    {
        Store.Dispose();
        Folder.Dispose();
    }

    protected static PipelineArguments With(string rate, string partition = "") => new() { Parameters = new Dictionary<string, string> { ["rate"] = rate }, Partition = partition };

    /// <summary>read → double → sum(read, double); rate is a parameter of double.</summary>
    protected (Pipeline Pipeline, Step<double> Sum) Daily(string readVersion = "1", int value = 3, string doubleVersion = "1")
    {
        var p = new Pipeline("daily");
        Step<int> read = p.Step("read", readVersion, (c, _) => Note(c, value));
        Step<double> scaled = p.Step("scale", doubleVersion, read, (c, r, _) => Note(c, r * double.Parse(c.Parameter("rate"))), new StepOptions { Parameters = ["rate"] });
        Step<double> sum = p.Step("sum", "1", read, scaled, (c, r, s, _) => Note(c, r + s));
        return (p, sum);
    }

    protected Task<T> Note<T>(StepContext context, T value)
    {
        _ran.Enqueue(context.Partition + context.Step);
        return Task.FromResult(value);
    }

    protected void Forget() => _ran.Clear();
}
