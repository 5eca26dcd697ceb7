using AiInfra.Training.Averages;
using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Precision;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

// Tensors are counted over the whole process: nothing else may make or leave any meanwhile.
[Collection(nameof(ThreadTests))]
public sealed class LeakTests
{
    [Fact]
    public async Task Fit_ManySteps_LeavesNoTensorBehind()
    {
        long alive = 0;
        long later = 0;
        using Mlp network = Blobs.Network(dropout: 0.1);
        using TensorSource training = Blobs.Source();
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { MaxSteps = 300, ClipNorm = 1 });
        trainer.Callbacks.Add(new Counting(step =>
        {
            if (step is 10 or 290)
            {
                // What earlier tests left goes now, and not between the two counts.
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            alive = step == 10 ? Tensor.TotalCount : alive;
            later = step == 290 ? Tensor.TotalCount : later;
        }));
        await trainer.FitAsync(training);
        Assert.True(alive > 0);
        Assert.Equal(alive, later);
    }

    // Everything on: each part makes tensors a step.
    [Fact]
    public async Task Fit_TenThousandSteps_LeavesNoTensorAndNoMemory()
    {
        using Mlp network = Blobs.Network(0.1, MlpNormalization.Batch);
        using TensorSource source = Blobs.Source(64, 16);
        using TensorSource validation = Blobs.Source(32, 32, null, 2);
        var watch = new Watch();
        var task = new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()], Transforms = [BatchTransforms.Mixup(0.2, 2)] };
        var trainer = new Trainer(task, new TrainerOptions
        {
            MaxSteps = 10_000,
            ValidateEveryEpochs = 100,
            ClipNorm = 1,
            Ema = new EmaOptions(),
            Precision = TrainingPrecision.BFloat16,
            SpikeGuard = new SpikeGuardOptions { Deviations = 100 },
            OnNonFiniteLoss = NonFiniteLoss.Skip,
            Groups = [ParameterGroup.BiasesAndNorms(Optimizers.AdamW(1e-3, 0))],
            Threads = 1,
        });
        trainer.Callbacks.Add(watch);
        await trainer.FitAsync(source, validation);

        Assert.True(watch.Tensors[^1] <= watch.Tensors[0] + 8, $"Tensors: {string.Join(", ", watch.Tensors)}");
        Assert.True(watch.Managed[^1] <= watch.Managed[0] + 300_000, $"Managed bytes: {string.Join(", ", watch.Managed)}");
        Assert.True(watch.Process[^1] <= watch.Process[1] + (32 << 20), $"Process bytes: {string.Join(", ", watch.Process)}");
    }

    /// <summary>Counts at the same place of a step, after everything that waits for a finaliser is gone.</summary>
    private sealed class Watch : ITrainerCallback
    {
        public List<long> Tensors { get; } = [];

        public List<long> Managed { get; } = [];

        public List<long> Process { get; } = [];

        public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
        {
            if (step.Step % 2_000 == 1_999)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                Tensors.Add(Tensor.TotalCount);
                Managed.Add(GC.GetTotalMemory(false));
                using var process = System.Diagnostics.Process.GetCurrentProcess();
                Process.Add(process.WorkingSet64);
            }

            return ValueTask.FromResult(true);
        }
    }

    private sealed class Counting(Action<long> count) : ITrainerCallback
    {
        public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
        {
            count(step.Step);
            return ValueTask.FromResult(true);
        }
    }
}
