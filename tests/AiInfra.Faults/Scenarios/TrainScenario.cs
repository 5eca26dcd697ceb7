using System.Text;
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite;
using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Faults.Scenarios;

/// <summary>A training with dropout, accumulated gradients, averaged weights, validations, a checkpoint every few steps written in the background and every metric in the catalog. It resumes to the bit.</summary>
internal sealed class TrainScenario : IFaultScenario
{
    private const int Epochs = 12;
    private const int Width = 8;
    private const string FirstMetric = "train/loss";

    // Of the uninterrupted run, in the parent: the bits of every metric at every step.
    private readonly Dictionary<(string Key, long Step), long> _points = [];

    public string Name => "train";

    // A worker loads libtorch first.
    public double Weight => 0.5;

    public void Prepare() => Libtorch.Load(new LibtorchOptions { Threads = 1 });

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        using var network = Mlp.Create(new MlpShape(Width, 1), [32, 32], dropout: 0.2, MlpNormalization.Batch, seed: seed);
        using TensorSource training = Source(seed, 240, shuffleSeed: seed), validation = Source(seed + 1, 64, shuffleSeed: null);
        var trainer = new Trainer(new TrainingTask(network, Losses.MeanSquaredError()), Options(folder, seed), store.Catalog.Runs);
        await trainer.FitAsync(training, validation);
        TensorFile.Write(Path.Combine(folder, "weights.safetensors"), network.state_dict());
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        List<string> problems = await StoreInvariants.FindAsync(store);
        await MetricsAsync(store.Catalog.Runs, problems);
        await CheckpointsAsync(folder, store.Catalog.Runs, problems);
        string weights = Path.Combine(folder, "weights.safetensors");
        if (File.Exists(weights))
        {
            TensorFile.Read(weights).Dispose();
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        var text = new StringBuilder();
        using (TensorFileContent weights = TensorFile.Read(Path.Combine(folder, "weights.safetensors")))
        {
            foreach ((string name, Tensor tensor) in weights.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
            {
                text.AppendLine($"{name} {ArtifactDigest.Of(tensor.bytes)}");
            }
        }

        foreach (Run run in await store.Catalog.Runs.ListAsync(new RunQuery { Status = RunStatus.Finished }))
        {
            text.AppendLine("A finished run:");
            foreach (string key in run.Metrics.Keys.Order(StringComparer.Ordinal))
            {
                foreach (MetricPoint point in await store.Catalog.Runs.MetricHistoryAsync(run.Id, key))
                {
                    long bits = BitConverter.DoubleToInt64Bits(point.Value);
                    text.AppendLine($"{key} {point.Step} {bits:x16}");
                    _points.TryAdd((key, point.Step), bits);
                }
            }
        }

        return text.AppendJoin('\n', Files(folder).Order(StringComparer.Ordinal).Select(Path.GetFileName)).ToString();
    }

    private static AiInfraStore Open(string folder) => AiInfraStore.Open(Path.Combine(folder, "store"));

    private static IEnumerable<string> Files(string folder)
    {
        string checkpoints = Path.Combine(folder, "checkpoints");
        return Directory.Exists(checkpoints) ? Directory.EnumerateFiles(checkpoints) : [];
    }

    // 15 batches an epoch make 8 steps: every second checkpoint falls on an epoch's last step, and every eighth step has one batch.
    private static TrainerOptions Options(string folder, int seed) => new()
    {
        Epochs = Epochs,
        AccumulateBatches = 2,
        ClipNorm = 1,
        Schedule = Schedules.Cosine(warmUp: 0.1),
        Seed = seed,
        Ema = new EmaOptions { Decay = 0.9 },
        Checkpoints = new CheckpointOptions { Directory = Path.Combine(folder, "checkpoints"), EverySteps = 4 },
    };

    private static TensorSource Source(int seed, int rows, long? shuffleSeed)
    {
        var random = new Random(seed);
        float[] inputs = [.. Enumerable.Range(0, rows * Width).Select(_ => random.NextSingle())];
        float[] targets = [.. inputs.Chunk(Width).Select(row => (row[0] * row[1]) + MathF.Sin(3 * row[2]))];
        return new TensorSource(tensor(inputs).reshape(rows, Width), tensor(targets).reshape(rows, 1), batchSize: 16, shuffleSeed);
    }

    private async Task MetricsAsync(IRunStore runs, List<string> problems)
    {
        foreach (Run run in await runs.ListAsync(new RunQuery { Take = 1000 }))
        {
            if (run.Status is RunStatus.Failed or RunStatus.Cancelled)
            {
                problems.Add($"Run {run.Id} is {run.Status}: {run.Error}");
            }

            foreach (string key in run.Metrics.Keys)
            {
                IReadOnlyList<MetricPoint> history = await runs.MetricHistoryAsync(run.Id, key);
                problems.AddRange(history.GroupBy(p => p.Step).Where(g => g.Count() > 1).Select(g => $"{key} has {g.Count()} points at step {g.Key}."));
                problems.AddRange(history
                    .Where(p => !_points.TryGetValue((key, p.Step), out long bits) || bits != BitConverter.DoubleToInt64Bits(p.Value))
                    .Select(p => $"{key} at step {p.Step} is {p.Value:R}, which the uninterrupted run never had."));
            }
        }
    }

    private static async Task CheckpointsAsync(string folder, IRunStore runs, List<string> problems)
    {
        string[] files = [.. Files(folder)];
        IReadOnlyList<CheckpointInfo> checkpoints = new CheckpointStore(Path.Combine(folder, "checkpoints")).List();
        int leftovers = files.Length - checkpoints.Count;
        if (leftovers > 1 || checkpoints.Count > 4)
        {
            problems.Add($"There are {checkpoints.Count} checkpoints and {leftovers} other files; 4 and 1 at most are expected: {string.Join(", ", files.Select(Path.GetFileName))}");
        }

        // Every one that is visible is whole: reading checks the digest and throws.
        foreach (CheckpointInfo checkpoint in checkpoints)
        {
            TensorFile.Read(checkpoint.Path).Dispose();
        }

        if (checkpoints.Count > 0)
        {
            CheckpointInfo newest = checkpoints[0];
            using var state = JsonDocument.Parse(TensorFile.ReadMetadata(newest.Path)["aiinfra.state.trainer/counters"]);
            string run = state.RootElement.GetProperty("RunId").GetString()!;
            long steps = (await runs.MetricHistoryAsync(run, FirstMetric)).Select(p => p.Step).Distinct().Count(s => s <= newest.Step);
            if (steps != newest.Step)
            {
                problems.Add($"The checkpoint knows {newest.Step} steps, the catalog {steps} of them.");
            }
        }
    }
}
