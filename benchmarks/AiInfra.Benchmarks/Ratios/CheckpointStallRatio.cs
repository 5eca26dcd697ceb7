using System.Diagnostics;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Seconds a training step of a network of 50 million parameters, batch 128, AdamW: with a checkpoint every 20 steps (600 MB each, written in the background), against none. Taken amid the training, from step 10 to 50: two are copied and written within.</summary>
internal sealed class CheckpointStallRatio : IRatio
{
    private const int From = 10;
    private const int Steps = 50;
    private const int Rows = 128 * 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-ratio-").FullName;
    private Tensor? _input;
    private Tensor? _target;

    public string Name => "checkpoint-stall";

    public double Goal => 0.9;

    public int Rounds => 3;

    public async Task<bool> PrepareAsync()
    {
        Libtorch.Load();
        using var generator = new Generator(1);
        _input = rand([Rows, 2048], generator: generator);
        _target = randint(0, 10, [Rows], dtype: ScalarType.Int64, generator: generator);
        await RunAsync(12, null);
        return true;
    }

    public async Task<double> OursAsync()
    {
        string folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        double seconds = await RunAsync(Steps, new CheckpointOptions { Directory = folder, EverySteps = 20, EveryEpochs = 0, KeepLast = 1, KeepBest = 0 });
        IReadOnlyList<CheckpointInfo> kept = new CheckpointStore(folder).List();
        Directory.Delete(folder, recursive: true);
        return kept is [{ Step: Steps, Bytes: > 550_000_000 }] ? seconds : throw new InvalidOperationException($"{kept.Count} checkpoints were kept.");
    }

    public Task<double> TheirsAsync() => RunAsync(Steps, null);

    public ValueTask DisposeAsync()
    {
        _input?.Dispose();
        _target?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<double> RunAsync(int steps, CheckpointOptions? checkpoints)
    {
        using nn.Module<Tensor, Tensor> network = nn.Sequential(
            ("a", nn.Linear(2048, 4608)), ("ra", nn.ReLU()), ("b", nn.Linear(4608, 4608)), ("rb", nn.ReLU()), ("c", nn.Linear(4608, 4096)), ("rc", nn.ReLU()), ("d", nn.Linear(4096, 10)));
        using var source = new TensorSource(_input!.alias(), _target!.alias(), 128, shuffleSeed: 1);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { MaxSteps = steps, Checkpoints = checkpoints });
        var clock = new Clock(steps);
        trainer.Callbacks.Add(clock);
        await trainer.FitAsync(source);
        return clock.Seconds / (steps - From);
    }

    private sealed class Clock(int last) : ITrainerCallback
    {
        private long _start;

        public double Seconds { get; private set; }

        public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
        {
            _start = step.Step == From ? Stopwatch.GetTimestamp() : _start;
            Seconds = step.Step == last ? Stopwatch.GetElapsedTime(_start).TotalSeconds : Seconds;
            return ValueTask.FromResult(true);
        }
    }
}
