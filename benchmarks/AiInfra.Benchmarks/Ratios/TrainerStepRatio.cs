using System.Diagnostics;
using AiInfra.Sqlite;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Seconds a training step, 784-512-512-10, batch 128, AdamW: the trainer with progress and every metric to the SQLite catalog, against a hand-written TorchSharp loop that keeps no record.</summary>
internal sealed class TrainerStepRatio : IRatio
{
    private const int Steps = 200;
    private const int Rows = 128 * 100;
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-ratio-").FullName;
    private SqliteCatalog? _catalog;
    private Tensor? _input;
    private Tensor? _target;

    public string Name => "trainer-step";

    public double Goal => 0.98;

    public async Task<bool> PrepareAsync()
    {
        Libtorch.Load();
        _catalog = new SqliteCatalog(Path.Combine(_folder, "catalog.db"));
        using var generator = new Generator(1);
        _input = rand([Rows, 784], generator: generator);
        _target = randint(0, 10, [Rows], dtype: ScalarType.Int64, generator: generator);
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        using nn.Module<Tensor, Tensor> network = Network();
        using var source = new TensorSource(_input!.alias(), _target!.alias(), 128, shuffleSeed: 1);
        var options = new TrainerOptions { MaxSteps = Steps, Optimizer = Optimizers.AdamW(), ProgressInterval = TimeSpan.FromMilliseconds(100) };
        long reports = 0;
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), options, _catalog!.Runs);
        var clock = Stopwatch.StartNew();
        TrainingResult result = await trainer.FitAsync(source, progress: new Counter(() => reports++));
        double seconds = clock.Elapsed.TotalSeconds / Steps;
        int points = (await _catalog.Runs.MetricHistoryAsync(result.RunId!, "train/loss")).Count;
        return points == Steps && reports > 1 ? seconds : throw new InvalidOperationException($"{points} points and {reports} reports for {Steps} steps.");
    }

    public Task<double> TheirsAsync()
    {
        using nn.Module<Tensor, Tensor> network = Network();
        using var optimizer = optim.AdamW(network.parameters(), lr: 1e-3, weight_decay: 0.01);
        network.train();
        var clock = Stopwatch.StartNew();
        for (int step = 0; step < Steps;)
        {
            using Tensor order = randperm(Rows, dtype: ScalarType.Int64);
            for (int batch = 0; batch < Rows / 128 && step < Steps; batch++, step++)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor rows = order.narrow(0, batch * 128, 128);
                optimizer.zero_grad();
                Tensor loss = nn.functional.cross_entropy(network.call(_input!.index_select(0, rows)), _target!.index_select(0, rows));
                loss.backward();
                optimizer.step();
            }
        }

        return Task.FromResult(clock.Elapsed.TotalSeconds / Steps);
    }

    public ValueTask DisposeAsync()
    {
        _input?.Dispose();
        _target?.Dispose();
        _catalog?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static nn.Module<Tensor, Tensor> Network() => nn.Sequential(
        ("a", nn.Linear(784, 512)), ("ra", nn.ReLU()), ("b", nn.Linear(512, 512)), ("rb", nn.ReLU()), ("c", nn.Linear(512, 10)));

    private sealed class Counter(Action count) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => count();
    }
}
