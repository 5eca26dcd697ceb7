using AiInfra.Support;
using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Averages;

public sealed class AveragingTests
{
    private static TrainerOptions Options(Action<TrainerOptions> set)
    {
        var options = new TrainerOptions { Epochs = 4, Optimizer = Optimizers.AdamW(0.02), RestoreBest = false };
        set(options);
        return options;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ema_AfterATraining_IsTheAverageByItsFormula(bool warmUp)
    {
        using Mlp network = Blobs.Network();
        var weights = new WeightRecorder(network);
        await RunAsync(network, Options(o => o.Ema = new EmaOptions { Decay = 0.8, WarmUp = warmUp }), callback: weights);

        double[] expected = [.. weights.AfterSteps[0].Select(w => (double)w)];
        for (int n = 1; n < weights.AfterSteps.Count; n++)
        {
            double d = warmUp ? Math.Min(0.8, (1.0 + n) / (10.0 + n)) : 0.8;
            expected = [.. expected.Zip(weights.AfterSteps[n], (e, w) => (d * e) + ((1 - d) * w))];
        }

        Assert.All(expected.Zip(AccumulationTests.Weights(network)), p => Assert.Equal(p.First, p.Second, 1e-5));
        Assert.NotEqual(weights.AfterSteps[^1], AccumulationTests.Weights(network));
    }

    [Fact]
    public async Task Ema_AtValidation_IsWhatIsJudgedAndKept()
    {
        using Mlp network = Blobs.Network(normalization: MlpNormalization.Batch);
        TrainingResult result = await RunAsync(network, Options(o => (o.Ema, o.RestoreBest) = (new EmaOptions { Decay = 0.9 }, true)));
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        await foreach (Batch batch in validation.ReadAsync(0, 0))
        {
            using IDisposable grad = no_grad();
            Assert.Equal(result.BestScore, nn.functional.cross_entropy(network.call(batch.Input), batch.Target!).item<float>(), 1e-5);
            batch.Dispose();
        }
    }

    [Fact]
    public async Task Swa_AfterATraining_IsTheMeanOfTheLastEpochsWeights()
    {
        using Mlp network = Blobs.Network();
        var weights = new WeightRecorder(network);
        await RunAsync(network, Options(o => (o.Epochs, o.Swa) = (6, new SwaOptions { Start = 0.5 })), callback: weights);

        // 7 steps an epoch, 42 in all; averaging begins after step 21, so the ends of epochs 4, 5 and 6 count.
        float[][] ends = [weights.AfterSteps[27], weights.AfterSteps[34], weights.AfterSteps[41]];
        Assert.Equal(42, weights.AfterSteps.Count);
        float[] now = AccumulationTests.Weights(network);
        Assert.All(Enumerable.Range(0, now.Length), i => Assert.Equal(ends.Average(e => (double)e[i]), now[i], 1e-6));
    }

    [Fact]
    public async Task Swa_WithBatchNormalisation_TakesItsFiguresAnew()
    {
        using Mlp network = Blobs.Network(normalization: MlpNormalization.Batch);
        await RunAsync(network, Options(o => (o.Epochs, o.Swa) = (6, new SwaOptions { Start = 0.5 })));

        var norm = Assert.Single(network.modules().OfType<TorchSharp.Modules.BatchNorm1d>(), n => n.num_features == 16);
        var linear = network.modules().OfType<TorchSharp.Modules.Linear>().First();
        using TensorSource training = Blobs.Source(100, 16);
        Tensor mean = zeros(16, ScalarType.Float64);
        int batches = 0;
        await foreach (Batch batch in training.ReadAsync(0, 0))
        {
            using IDisposable grad = no_grad();
            mean += linear.call(batch.Input).mean([0]).to(ScalarType.Float64);
            batches++;
            batch.Dispose();
        }

        Assert.True(norm.running_mean!.to(ScalarType.Float64).allclose(mean / batches, 1e-4, 1e-5));
    }

    public static TheoryData<string> Kinds => ["ema", "swa", "swa-steps"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Resume_WithAveragedWeights_GivesTheSameToTheBit(string kind)
    {
        void Set(TrainerOptions o)
        {
            o.RestoreBest = true;
            o.ValidateEverySteps = 5;
            o.Ema = kind == "ema" ? new EmaOptions { Decay = 0.9 } : null;
            o.Swa = kind switch { "swa" => new SwaOptions { Start = 0.3, LearningRateFactor = 0.5, AnnealSteps = 3 }, "swa-steps" => new SwaOptions { StartStep = 6, EverySteps = 2 }, _ => null };
        }

        async Task<(float[] Weights, List<double> Scores)> Run(string? directory, Recorder recorder, CancellationToken token)
        {
            using Mlp network = Blobs.Network(0.2, MlpNormalization.Batch);
            TrainingResult? result = await RunAsync(
                network, Options(o => { Set(o); o.Checkpoints = directory is null ? null : new CheckpointOptions { Directory = directory, EveryEpochs = 0 }; }), recorder, token);
            float[] buffers = [.. network.buffers().SelectMany(b => b.to(ScalarType.Float32).data<float>().ToArray())];
            return ([.. AccumulationTests.Weights(network), .. buffers], [.. result.Validations.Select(v => v.Metrics["validation/loss"])]);
        }

        (float[] weights, List<double> scores) = await Run(null, new Recorder(), CancellationToken.None);
        foreach (long interrupt in (long[])[3, 11, 20])
        {
            using var folder = new TemporaryFolder();
            using var cancel = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(folder.Path, new Recorder(cancel, interrupt), cancel.Token));
            (float[] again, List<double> scoresAgain) = await Run(folder.Path, new Recorder(), CancellationToken.None);
            Assert.Equal(scores, scoresAgain);
            Assert.Equal(weights, again);
        }
    }

    [Fact]
    public void Options_WithBothAverages_AreRefused() =>
        Assert.Contains("Ema or Swa", Assert.Throws<ArgumentException>(() => Options(o => (o.Ema, o.Swa) = (new(), new())).Checked()).Message, StringComparison.Ordinal);

    private static async Task<TrainingResult> RunAsync(Mlp network, TrainerOptions options, ITrainerCallback? callback = null, CancellationToken token = default)
    {
        using TensorSource source = Blobs.Source(100, 16);
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), options);
        if (callback is not null)
        {
            trainer.Callbacks.Add(callback);
        }

        return await trainer.FitAsync(source, validation, cancellationToken: token);
    }

    /// <summary>The weights as each step left them.</summary>
    private sealed class WeightRecorder(Mlp network) : ITrainerCallback
    {
        public List<float[]> AfterSteps { get; } = [];

        public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
        {
            AfterSteps.Add(AccumulationTests.Weights(network));
            return ValueTask.FromResult(true);
        }
    }
}
