using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

public sealed class ResumeTests
{
    // 100 rows in batches of 8: 13 a epoch, the last of 4 rows; accumulating 4: 4 steps an epoch, the last of one batch.
    private static TrainerOptions Options(string? directory, int accumulate, ILearningRateSchedule schedule, OptimizerFactory optimizer) => new()
    {
        Epochs = 4,
        AccumulateBatches = accumulate,
        Optimizer = optimizer,
        Schedule = schedule,
        ClipNorm = 1,
        Seed = 11,
        EarlyStopping = new EarlyStoppingOptions { Patience = 50 },
        Checkpoints = directory is null ? null : new CheckpointOptions { Directory = directory, EveryEpochs = 0 },
    };

    private static Mlp Network() => Blobs.Network(dropout: 0.3, MlpNormalization.Batch);

    private static TrainingTask TaskOf(Mlp mlp) => new(mlp, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()] };

    private static float[] Weights(Mlp mlp) => [.. mlp.state_dict().OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => s.Value.detach().to(ScalarType.Float32).data<float>().ToArray())];

    public static TheoryData<string> Optimizers => ["adamw", "adam", "sgd"];

    private static OptimizerFactory Optimizer(string name) => name switch
    {
        "adamw" => AiInfra.Training.Optimization.Optimizers.AdamW(0.01),
        "adam" => AiInfra.Training.Optimization.Optimizers.Adam(0.01),
        _ => AiInfra.Training.Optimization.Optimizers.Sgd(0.05, momentum: 0.9),
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task Resume_AfterAnyStep_GivesTheSameLossesAndWeightsToTheBit(string optimizer)
    {
        foreach (int accumulate in optimizer == "adamw" ? (int[])[1, 4] : [4])
        {
            (SortedDictionary<long, double> whole, float[] weights, TrainingResult expected) = await WholeAsync(optimizer, accumulate);
            long last = whole.Keys.Last();
            foreach (long interrupt in new long[] { 1, 2, 3, 5, (last / 2) + 1, last - 1 }.Distinct())
            {
                using var folder = new TemporaryFolder();
                using var cancel = new CancellationTokenSource();
                var first = new Recorder(cancel, interrupt);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(folder.Path, optimizer, accumulate, first, cancel.Token, Network()));

                var second = new Recorder();
                using Mlp network = Blobs.Network(dropout: 0.3, MlpNormalization.Batch, seed: 99);
                TrainingResult result = await RunAsync(folder.Path, optimizer, accumulate, second, CancellationToken.None, network);

                Assert.Equal(interrupt, result.ResumedFrom);
                Assert.Equal(whole.Where(w => w.Key <= interrupt), first.Losses);
                Assert.Equal(whole.Where(w => w.Key > interrupt), second.Losses);
                Assert.Equal(weights, Weights(network));
                Assert.Equal(expected.Validations.Select(v => v.Metrics["validation/loss"]), result.Validations.Select(v => v.Metrics["validation/loss"]));
                Assert.Equal((expected.BestScore, expected.BestStep), (result.BestScore, result.BestStep));
            }
        }
    }

    [Fact]
    public async Task Resume_AmidAStepOfSeveralBatches_KeepsTheWaitingGradients()
    {
        (SortedDictionary<long, double> whole, float[] weights, _) = await WholeAsync("adamw", 4);
        foreach (long batch in new long[] { 1, 3, 6, 15, 30 })
        {
            using var folder = new TemporaryFolder();
            using var cancel = new CancellationTokenSource();
            var first = new Recorder();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(folder.Path, "adamw", 4, first, cancel.Token, Network(), new Interrupting(Blobs.Source(100, 8), batch, cancel)));
            var second = new Recorder();
            using Mlp network = Network();
            await RunAsync(folder.Path, "adamw", 4, second, CancellationToken.None, network);
            Assert.Equal(whole, first.Losses.Concat(second.Losses));
            Assert.Equal(weights, Weights(network));
        }
    }

    // Every optimizer that TorchSharp has and that steps without a closure, each with other options beside it.
    public static TheoryData<string> AnyOptimizers =>
        ["adamw-groups", "adamw-torch", "amsgrad", "sgd-plain", "nesterov", "rmsprop", "rmsprop-centered", "adagrad", "adadelta", "adamax", "nadam", "radam", "asgd", "rprop"];

    private static OptimizerFactory AnyOptimizer(string name) => name switch
    {
        "adamw-groups" => p => optim.AdamW([new AdamW.ParamGroup([p[0]], 0.02, weight_decay: 0.1), new AdamW.ParamGroup([.. p.Skip(1)], 0.005)]),
        "adamw-torch" => p => optim.AdamW(p, 0.01),
        "amsgrad" => p => optim.Adam(p, 0.01, amsgrad: true),
        "sgd-plain" => AiInfra.Training.Optimization.Optimizers.Sgd(0.05),
        "nesterov" => AiInfra.Training.Optimization.Optimizers.Sgd(0.05, 0.9, 0.01, nesterov: true),
        "rmsprop" => p => optim.RMSProp(p, 0.01),
        "rmsprop-centered" => p => optim.RMSProp(p, 0.01, momentum: 0.9, centered: true),
        "adagrad" => p => optim.Adagrad(p, 0.05),
        "adadelta" => p => optim.Adadelta(p),
        "adamax" => p => optim.Adamax(p, 0.01),
        "nadam" => p => optim.NAdam(p, 0.01),
        "radam" => p => optim.RAdam(p, 0.01),
        "asgd" => p => optim.ASGD(p, 0.01),
        _ => p => optim.Rprop(p, 0.01),
    };

    [Theory]
    [MemberData(nameof(AnyOptimizers))]
    public async Task Resume_WithAnyOptimizerOfTorchSharp_GivesTheSameToTheBit(string optimizer)
    {
        async Task<(List<StepInfo> Steps, float[] Weights)> Run(string? directory, Recorder recorder, CancellationToken token)
        {
            using Mlp network = Network();
            TrainerOptions options = Options(directory, 2, Schedules.OneCycle(), AnyOptimizer(optimizer));
            (options.Epochs, options.MaxSteps, options.ClipNorm, options.ClipValue) = (null, 25, null, 0.5);
            (options.OnNonFiniteLoss, options.ValidateEverySteps, options.RestoreBest) = (NonFiniteLoss.Skip, 3, false);
            using TensorSource source = Blobs.Source(100, 8);
            using TensorSource validation = Blobs.Source(40, 16, null, 2);
            var trainer = new Trainer(TaskOf(network), options);
            trainer.Callbacks.Add(recorder);
            await trainer.FitAsync(source, validation, cancellationToken: token);
            return (recorder.Steps, Weights(network));
        }

        (List<StepInfo> whole, float[] weights) = await Run(null, new Recorder(), CancellationToken.None);
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(folder.Path, new Recorder(cancel, 11), cancel.Token));
        (List<StepInfo> rest, float[] resumed) = await Run(folder.Path, new Recorder(), CancellationToken.None);

        Assert.Equal(whole.Skip(11), rest);
        Assert.Equal(weights, resumed);
    }

    [Fact]
    public async Task Resume_OfAFinishedTraining_DoesNothing()
    {
        using var folder = new TemporaryFolder();
        using Mlp network = Network();
        await RunAsync(folder.Path, "adamw", 1, new Recorder(), CancellationToken.None, network);
        float[] weights = Weights(network);
        var again = new Recorder();
        using Mlp other = Blobs.Network(dropout: 0.3, MlpNormalization.Batch, seed: 5);
        TrainingResult result = await RunAsync(folder.Path, "adamw", 1, again, CancellationToken.None, other);
        Assert.Empty(again.Losses);
        Assert.Equal(StopReason.Epochs, result.Reason);
        Assert.Equal(weights, Weights(other));
    }

    [Fact]
    public async Task Resume_WithPlateauSchedule_RemembersIt()
    {
        async Task<List<StepInfo>> Run(string? directory, Recorder recorder, CancellationToken token)
        {
            using Mlp network = Network();
            TrainerOptions options = Options(directory, 1, Schedules.Plateau(0.5, 0, threshold: 0.5), Optimizer("sgd"));
            using TensorSource source = Blobs.Source(100, 8);
            using TensorSource validation = Blobs.Source(40, 16, null, 2);
            var trainer = new Trainer(TaskOf(network), options);
            trainer.Callbacks.Add(recorder);
            await trainer.FitAsync(source, validation, cancellationToken: token);
            return recorder.Steps;
        }

        List<StepInfo> whole = await Run(null, new Recorder(), CancellationToken.None);
        Assert.True(whole[^1].LearningRate < whole[0].LearningRate);
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(folder.Path, new Recorder(cancel, 30), cancel.Token));
        Assert.Equal(whole.Skip(30), await Run(folder.Path, new Recorder(), CancellationToken.None));
    }

    [Fact]
    public async Task Resume_WithAnotherSeed_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using Mlp network = Network();
        await RunAsync(folder.Path, "adamw", 1, new Recorder(), CancellationToken.None, network);
        TrainerOptions options = Options(folder.Path, 1, Schedules.Constant(), Optimizer("adamw"));
        options.Seed = 12;
        using TensorSource source = Blobs.Source(100, 8);
        await Assert.ThrowsAsync<TrainingException>(() => new Trainer(TaskOf(network), options).FitAsync(source));
    }

    [Fact]
    public async Task Resume_IntoAnotherNetwork_NamesWhatDiffers()
    {
        using var folder = new TemporaryFolder();
        using Mlp network = Network();
        await RunAsync(folder.Path, "adamw", 1, new Recorder(), CancellationToken.None, network);
        using Mlp other = Mlp.Create(new MlpShape(4, 2), [16]);
        using TensorSource source = Blobs.Source(100, 8);
        var trainer = new Trainer(TaskOf(other), Options(folder.Path, 1, Schedules.Constant(), Optimizer("adamw")));
        CheckpointException error = await Assert.ThrowsAsync<CheckpointException>(() => trainer.FitAsync(source));
        Assert.Contains("layers.linear1", error.Message, StringComparison.Ordinal);
    }

    private static async Task<(SortedDictionary<long, double> Losses, float[] Weights, TrainingResult Result)> WholeAsync(string optimizer, int accumulate)
    {
        var recorder = new Recorder();
        using Mlp network = Network();
        TrainingResult result = await RunAsync(null, optimizer, accumulate, recorder, CancellationToken.None, network);
        return (recorder.Losses, Weights(network), result);
    }

    private static async Task<TrainingResult> RunAsync(string? directory, string optimizer, int accumulate, Recorder recorder, CancellationToken token, Mlp network, IBatchSource? given = null)
    {
        using TensorSource source = Blobs.Source(100, 8);
        using TensorSource validation = Blobs.Source(40, 16, null, 2);
        var trainer = new Trainer(TaskOf(network), Options(directory, accumulate, Schedules.Cosine(0.1), Optimizer(optimizer)));
        trainer.Callbacks.Add(recorder);
        return await trainer.FitAsync(given ?? source, validation, cancellationToken: token);
    }

    private sealed class Interrupting(TensorSource inner, long afterBatch, CancellationTokenSource cancel) : IBatchSource
    {
        private long _given;

        public long? BatchesInEpoch => inner.BatchesInEpoch;

        public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (Batch batch in inner.ReadAsync(epoch, firstBatch, CancellationToken.None))
            {
                if (_given++ == afterBatch)
                {
                    batch.Dispose();
                    await cancel.CancelAsync();
                    cancellationToken.ThrowIfCancellationRequested();
                }

                yield return batch;
            }
        }
    }
}
