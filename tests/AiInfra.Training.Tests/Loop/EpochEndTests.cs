using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;

namespace AiInfra.Training.Tests.Loop;

public sealed class EpochEndTests
{
    [Theory]
    [InlineData(6, 0)] // 100 rows in batches of 16: seven a pass
    [InlineData(7, 1)]
    [InlineData(8, 1)]
    [InlineData(14, 2)]
    public async Task Fit_AsManySteps_CountsTheEpochsDoneInFull(int steps, int epochs)
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source();
        TrainingResult result = await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { MaxSteps = steps }).FitAsync(source);
        Assert.Equal((steps, epochs), (result.Steps, result.Epochs));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Resume_AfterACallbackFailedInAnEpochsShorterLastStep_ClosesTheEpochFirst(long step)
    {
        using Mlp whole = Blobs.Network();
        TrainingResult expected = await RunAsync(whole, null, null);

        using var folder = new TemporaryFolder();
        using (Mlp first = Blobs.Network())
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(first, folder.Path, step));
        }

        using Mlp network = Blobs.Network(seed: 99);
        TrainingResult result = await RunAsync(network, folder.Path, null);
        Assert.Equal(step, result.ResumedFrom);
        Assert.Equal(expected.Validations.Select(v => (v.Step, v.Epoch, v.Metrics["validation/loss"])), result.Validations.Select(v => (v.Step, v.Epoch, v.Metrics["validation/loss"])));
        Assert.Equal(AccumulationTests.Weights(whole), AccumulationTests.Weights(network));
    }

    private static async Task<TrainingResult> RunAsync(Mlp network, string? directory, long? failAt)
    {
        // 7 batches an epoch: a step of five, and one of two that the epoch's end closes.
        using TensorSource training = Blobs.Source(100, 16);
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions
        {
            Epochs = 3,
            AccumulateBatches = 5,
            ValidateEverySteps = 2,
            Optimizer = Optimizers.AdamW(0.02),
            Checkpoints = directory is null ? null : new CheckpointOptions { Directory = directory, EveryEpochs = 0, SaveOnError = true },
        });
        trainer.Callbacks.Add(new Failing(failAt));
        return await trainer.FitAsync(training, validation);
    }

    private sealed class Failing(long? at) : ITrainerCallback
    {
        public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken) => step.Step == at ? throw new InvalidOperationException("no more") : ValueTask.FromResult(true);
    }
}
