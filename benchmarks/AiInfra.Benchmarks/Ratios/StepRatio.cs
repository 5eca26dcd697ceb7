using System.Diagnostics;
using AiInfra.Sqlite;
using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Seconds a training step with AdamW and a moving average of the weights: the trainer with progress, every metric to the SQLite catalog and a checkpoint every 100 steps, against a hand-written TorchSharp loop that keeps no record.</summary>
internal abstract class StepRatio(string name, double goal, int steps, int batch, int[] widths) : IRatio
{
    private readonly int _rows = batch * 100;
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-ratio-").FullName;
    private SqliteCatalog? _catalog;
    private Tensor? _input;
    private Tensor? _target;

    private int Classes => Math.Max(2, widths[^1]);

    public string Name => name;

    public double Goal => goal;

    public async Task<bool> PrepareAsync()
    {
        Libtorch.Load();
        _catalog = new SqliteCatalog(Path.Combine(_folder, "catalog.db"));
        using var generator = new Generator(1);
        _input = rand([_rows, widths[0]], generator: generator);
        _target = randint(0, Classes, [_rows], dtype: widths[^1] == 1 ? ScalarType.Float32 : ScalarType.Int64, generator: generator);
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        using nn.Module<Tensor, Tensor> network = Network();
        using var source = new TensorSource(_input!.alias(), _target!.alias(), batch, shuffleSeed: 1);
        var options = new TrainerOptions
        {
            MaxSteps = steps,
            Optimizer = Optimizers.AdamW(),
            Ema = new EmaOptions { WarmUp = false },
            Checkpoints = new CheckpointOptions { Directory = Path.Combine(_folder, Guid.NewGuid().ToString("N")), EverySteps = 100, EveryEpochs = 0 },
            ProgressInterval = TimeSpan.FromMilliseconds(20),
        };
        long reports = 0;
        var trainer = new Trainer(new TrainingTask(network, widths[^1] == 1 ? Losses.MeanSquaredError() : Losses.CrossEntropy()), options, _catalog!.Runs);
        var clock = Stopwatch.StartNew();
        TrainingResult result = await trainer.FitAsync(source, progress: new Counter(() => reports++));
        double seconds = clock.Elapsed.TotalSeconds / steps;
        int points = (await _catalog.Runs.MetricHistoryAsync(result.RunId!, "train/loss")).Count;
        return points == steps && reports > 1 ? seconds : throw new InvalidOperationException($"{points} points and {reports} reports for {steps} steps.");
    }

    public Task<double> TheirsAsync()
    {
        using nn.Module<Tensor, Tensor> network = Network();
        using var optimizer = optim.AdamW(network.parameters(), lr: 1e-3, weight_decay: 0.01);
        Tensor[] weights = [.. network.parameters()];
        Tensor[] averages = [.. weights.Select(w => w.detach().clone())];
        network.train();
        var clock = Stopwatch.StartNew();
        for (int step = 0; step < steps;)
        {
            using Tensor order = randperm(_rows, dtype: ScalarType.Int64);
            for (int at = 0; at < _rows / batch && step < steps; at++, step++)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor rows = order.narrow(0, at * batch, batch);
                optimizer.zero_grad();
                Tensor output = network.call(_input!.index_select(0, rows));
                Tensor target = _target!.index_select(0, rows);
                Tensor loss = widths[^1] == 1 ? nn.functional.mse_loss(output.squeeze(-1), target) : nn.functional.cross_entropy(output, target);
                loss.backward();
                optimizer.step();
                using IDisposable grad = no_grad();
                for (int i = 0; i < weights.Length; i++)
                {
                    averages[i].mul_(0.999).add_(weights[i], 0.001);
                }
            }
        }

        double seconds = clock.Elapsed.TotalSeconds / steps;
        Array.ForEach(averages, a => a.Dispose());
        return Task.FromResult(seconds);
    }

    public ValueTask DisposeAsync()
    {
        _input?.Dispose();
        _target?.Dispose();
        _catalog?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private nn.Module<Tensor, Tensor> Network() => nn.Sequential(Enumerable.Range(0, widths.Length - 1).SelectMany(i => new (string, nn.Module<Tensor, Tensor>)[]
    {
        ($"linear{i}", nn.Linear(widths[i], widths[i + 1])),
        ($"relu{i}", i == widths.Length - 2 ? nn.Identity() : nn.ReLU()),
    }));

    private sealed class Counter(Action count) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => count();
    }
}
