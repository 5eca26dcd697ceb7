using System.Diagnostics;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>A process that trains until its first step is done, fresh or from the checkpoint in a folder.</summary>
internal static class ResumeProcess
{
    /// <summary>Trains so many steps, 784-512-512-10 on 12,800 rows in batches of 128, with a checkpoint at the end.</summary>
    public static async Task TrainAsync(string folder, long steps, ITrainerCallback? callback = null)
    {
        Libtorch.Load();
        using var generator = new Generator(1);
        using nn.Module<Tensor, Tensor> network = nn.Sequential(
            ("a", nn.Linear(784, 512)), ("ra", nn.ReLU()), ("b", nn.Linear(512, 512)), ("rb", nn.ReLU()), ("c", nn.Linear(512, 10)));
        using var source = new TensorSource(rand([12_800, 784], generator: generator), randint(0, 10, [12_800], dtype: ScalarType.Int64, generator: generator), 128, shuffleSeed: 1);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { MaxSteps = steps, Checkpoints = new CheckpointOptions { Directory = folder, EveryEpochs = 0 } });
        if (callback is not null)
        {
            trainer.Callbacks.Add(callback);
        }

        await trainer.FitAsync(source);
    }

    public static async Task<int> RunAsync(string folder)
    {
        await TrainAsync(folder, long.MaxValue, new FirstStep());
        return 0;
    }

    /// <summary>Seconds from the start of a process to its first step, and the number of that step.</summary>
    public static async Task<(double Seconds, long Step)> StartAsync(string folder)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            info.ArgumentList.Add(typeof(ResumeProcess).Assembly.Location);
        }

        info.ArgumentList.Add("resume-first-step");
        info.ArgumentList.Add(folder);
        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(info)!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process ended before its first step.");
        double seconds = clock.Elapsed.TotalSeconds;
        process.Kill();
        await process.WaitForExitAsync();
        return (seconds, long.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class FirstStep : ITrainerCallback
    {
        private bool _told;

        public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
        {
            if (!_told)
            {
                _told = true;
                Console.WriteLine(step.Step);
            }

            return ValueTask.FromResult(true);
        }
    }
}
