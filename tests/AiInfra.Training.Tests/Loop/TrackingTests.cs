using AiInfra.Core.Catalog;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

public sealed class TrackingTests
{
    private static async Task<TrainingResult> TrainAsync(SqliteCatalog catalog, TrainerOptions options, Recorder? recorder = null, CancellationToken token = default, Tensor? input = null)
    {
        using Mlp network = Blobs.Network();
        (Tensor x, Tensor y) = Blobs.Data(64);
        using var source = new TensorSource(input ?? x, y, 16, 1);
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()] }, options, catalog.Runs);
        trainer.Callbacks.Add(recorder ?? new Recorder());
        return await trainer.FitAsync(source, validation, cancellationToken: token);
    }

    [Fact]
    public async Task Fit_WithACatalog_KeepsEveryMetricAndTheParameters()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        var recorder = new Recorder();
        TrainingResult result = await TrainAsync(catalog, new TrainerOptions { Epochs = 3, ClipNorm = 1, Tracking = new TrackingOptions { Experiment = "price" } }, recorder);
        Run run = (await catalog.Runs.FindAsync(result.RunId!))!;
        Assert.Equal(("price", "training", RunStatus.Finished), (run.Experiment, run.Kind, run.Status));
        Assert.Equal("3", run.Parameters["trainer.epochs"]);
        Assert.Equal(recorder.Losses.Select(l => (l.Key, l.Value)), (await catalog.Runs.MetricHistoryAsync(run.Id, "train/loss")).Select(m => (m.Step, m.Value)));
        Assert.Equal(12, (await catalog.Runs.MetricHistoryAsync(run.Id, "train/gradient-norm")).Count);
        Assert.Equal(12, (await catalog.Runs.MetricHistoryAsync(run.Id, "train/learning-rate")).Count);
        Assert.Equal([4, 8, 12], (await catalog.Runs.MetricHistoryAsync(run.Id, "validation/accuracy")).Select(m => m.Step));
    }

    [Fact]
    public async Task Fit_InterruptedAndResumed_KeepsEveryStepOnceInOneRun()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        TrainerOptions Options() => new() { Epochs = 4, Checkpoints = new CheckpointOptions { Directory = folder.File("checkpoints"), EverySteps = 3, EveryEpochs = 0, SaveOnCancel = false } };
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TrainAsync(catalog, Options(), new Recorder(cancel, 8), cancel.Token));
        Run cancelled = Assert.Single(await catalog.Runs.ListAsync(new RunQuery()));
        Assert.Equal(RunStatus.Cancelled, cancelled.Status);

        TrainingResult result = await TrainAsync(catalog, Options());
        Assert.Equal(6, result.ResumedFrom);
        Assert.Equal(cancelled.Id, result.RunId);
        Assert.Equal(Enumerable.Range(1, 16).Select(i => (long)i), (await catalog.Runs.MetricHistoryAsync(result.RunId!, "train/loss")).Select(m => m.Step));
        Assert.Equal(RunStatus.Finished, (await catalog.Runs.FindAsync(result.RunId!))!.Status);
    }

    [Fact]
    public async Task Fit_ResumedBeforeTheValidationOfAnEpoch_KeepsEveryValidationOnce()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        TrainerOptions Options() => new() { Epochs = 4, Checkpoints = new CheckpointOptions { Directory = folder.File("checkpoints"), EverySteps = 4, EveryEpochs = 0, SaveOnCancel = false } };
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TrainAsync(catalog, Options(), new Recorder(cancel, 10), cancel.Token));
        TrainingResult result = await TrainAsync(catalog, Options());
        Assert.Equal(8, result.ResumedFrom);
        Assert.Equal([4, 8, 12, 16], (await catalog.Runs.MetricHistoryAsync(result.RunId!, "validation/loss")).Select(m => m.Step));
    }

    [Fact]
    public async Task Fit_AgainAfterItsEnd_KeepsItsRun()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        TrainerOptions Options() => new() { Epochs = 2, Checkpoints = new CheckpointOptions { Directory = folder.File("checkpoints") } };
        TrainingResult first = await TrainAsync(catalog, Options());
        TrainingResult again = await TrainAsync(catalog, Options());
        Assert.Equal(first.RunId, again.RunId);
        Assert.Single(await catalog.Runs.ListAsync(new RunQuery()));
    }

    [Fact]
    public async Task Fit_ThatFails_LeavesTheRunFailedWithTheReason()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        using Tensor x = full([64, 4], float.NaN);
        await Assert.ThrowsAsync<TrainingException>(() => TrainAsync(catalog, new TrainerOptions { Epochs = 1 }, input: x));
        Run run = Assert.Single(await catalog.Runs.ListAsync(new RunQuery()));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("step 1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_InARunOfSomeoneElse_LeavesItRunning()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        Run run = await catalog.Runs.StartAsync(new RunStart("loop", "loop"));
        TrainingResult result = await TrainAsync(catalog, new TrainerOptions { Epochs = 1, Tracking = new TrackingOptions { RunId = run.Id } });
        Assert.Equal(run.Id, result.RunId);
        Assert.Equal(RunStatus.Running, (await catalog.Runs.FindAsync(run.Id))!.Status);
    }

    [Fact]
    public async Task Fit_OfSeveralAtOnce_GivesEachWhatItGivesAlone()
    {
        static async Task<float[]> Run(int seed)
        {
            using Mlp network = Blobs.Network(dropout: 0.3, seed: seed);
            using TensorSource source = Blobs.Source(200, 16, seed);
            await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 4, Seed = seed }).FitAsync(source);
            return [.. network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];
        }

        var alone = new List<float[]>();
        for (int seed = 0; seed < 4; seed++)
        {
            alone.Add(await Run(seed));
        }

        Assert.Equal(alone, await Task.WhenAll(Enumerable.Range(0, 4).Select(Run)));
    }
}
