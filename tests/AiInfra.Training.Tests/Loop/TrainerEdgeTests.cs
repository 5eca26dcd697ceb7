using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tasks;

namespace AiInfra.Training.Tests.Loop;

/// <summary>Where two rules of a training meet.</summary>
public sealed class TrainerEdgeTests
{
    [Fact]
    public async Task Fit_ValidationByStepsAtTheEndOfAnEpoch_JudgesTheSameWeightsOnce()
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(64, 16);
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 3, ValidateEverySteps = 2, EarlyStopping = new EarlyStoppingOptions { Patience = 1 } });
        TrainingResult result = await trainer.FitAsync(source, validation);
        Assert.Equal([2L, 4, 6, 8, 10, 12], result.Validations.Select(v => v.Step));
    }

    [Fact]
    public async Task Fit_EveryBatchLeftOut_EndsWithAnErrorAndNotNever()
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(64, 16);
        var task = new TrainingTask(network, Losses.Of((output, _) => output.sum() * double.NaN));
        var trainer = new Trainer(task, new TrainerOptions { MaxSteps = 10, OnNonFiniteLoss = NonFiniteLoss.Skip });
        using var impatient = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        TrainingException e = await Assert.ThrowsAsync<TrainingException>(() => trainer.FitAsync(source, cancellationToken: impatient.Token));
        Assert.Contains("All 4 batches", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_KeepsOneAndALaterOneIsDamaged_KeepsWhatItWrote()
    {
        using var folder = new TemporaryFolder();
        await TrainAsync(new CheckpointOptions { Directory = folder.Path, KeepLast = 1, KeepBest = 0 }, 3);
        var store = new CheckpointStore(folder.Path);
        string newest = Assert.Single(store.List()).Path;
        byte[] damaged = File.ReadAllBytes(newest);
        damaged[^10] ^= 1;
        File.WriteAllBytes(newest, damaged);
        await TrainAsync(new CheckpointOptions { Directory = folder.Path, KeepLast = 1, KeepBest = 0, Resume = false }, 2);
        (CheckpointInfo info, TensorFileContent content) = Assert.NotNull(store.ReadLatest());
        content.Dispose();
        Assert.Equal(8, info.Step);
    }

    [Fact]
    public async Task Fit_FreshInADirectoryOfAnotherTraining_KeepsItsOwnCheckpoints()
    {
        using var folder = new TemporaryFolder();
        await TrainAsync(new CheckpointOptions { Directory = folder.Path }, 6);
        await TrainAsync(new CheckpointOptions { Directory = folder.Path, Resume = false }, 2);
        Assert.Equal([8L, 4], new CheckpointStore(folder.Path).List().Select(c => c.Step));
    }

    [Fact]
    public async Task Fit_AnotherTrainingWithOtherThreadsBeside_ChangesNoBit()
    {
        float[] alone = await WeightsAsync(1);
        Task<float[]>[] beside = [.. Enumerable.Range(0, 6).Select(i => Task.Run(() => WeightsAsync(1 + (i % 3))))];
        float[][] all = await Task.WhenAll(beside);
        Assert.Equal(alone, all[0]);
        Assert.Equal(alone, all[3]);
    }

    private static async Task<float[]> WeightsAsync(int threads)
    {
        using Mlp network = Mlp.Create(new MlpShape(4, 2), [128, 128], dropout: 0.2, seed: 3);
        using TensorSource source = Blobs.Source(2000, 500);
        await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 3, Threads = threads }).FitAsync(source);
        return [.. network.parameters().SelectMany(p => p.data<float>().ToArray())];
    }

    private static async Task TrainAsync(CheckpointOptions checkpoints, int epochs)
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(64, 16);
        await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = epochs, Checkpoints = checkpoints }).FitAsync(source);
    }
}
