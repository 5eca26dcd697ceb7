using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Precision;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

public sealed class PrecisionTests
{
    public PrecisionTests()
    {
        Libtorch.Load();
    }

    [Theory]
    [InlineData(TrainingPrecision.BFloat16, ScalarType.BFloat16)]
    [InlineData(TrainingPrecision.Float16, ScalarType.Float16)]
    public async Task Fit_InHalfThePrecision_ComputesInIt_AndKeepsWeightsAndGradientsInFloat32(TrainingPrecision precision, ScalarType type)
    {
        using nn.Module<Tensor, Tensor> network = nn.Sequential(("a", nn.Linear(4, 16)), ("r", nn.ReLU()), ("b", nn.Linear(16, 2)));
        using TensorSource source = Blobs.Source();
        var inside = new HashSet<ScalarType>();
        var losses = new HashSet<ScalarType>();
        var gradients = new HashSet<ScalarType>();
        var task = new TrainingTask(
            network,
            b => { Tensor o = network.call(b.Input); inside.Add(o.dtype); return o; },
            Losses.Of((o, b) => { losses.Add(o.dtype); gradients.UnionWith(network.parameters().Select(p => p.grad).OfType<Tensor>().Select(g => g.dtype)); return nn.functional.cross_entropy(o, b.Target!); }));
        await new Trainer(task, new TrainerOptions { MaxSteps = 20, AccumulateBatches = 2, Precision = precision, LossScale = { Initial = 1024 } }).FitAsync(source);

        Assert.Equal([type], inside);
        Assert.Equal([ScalarType.Float32], losses);
        Assert.Equal([ScalarType.Float32], gradients);
        Assert.All(network.parameters(), p => Assert.Equal(ScalarType.Float32, p.dtype));

        // Nothing stays switched on.
        Assert.Equal(ScalarType.Float32, network.call(zeros(1, 4)).dtype);
    }

    [Fact]
    public async Task Fit_InBFloat16_ReachesTheAccuracyOfFloat32()
    {
        async Task<double> Accuracy(TrainingPrecision precision)
        {
            using Mlp network = Blobs.Network(normalization: MlpNormalization.Layer);
            using TensorSource source = Blobs.Source(600, 32);
            using TensorSource validation = Blobs.Source(500, 250, null, 2);
            var task = new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()] };
            TrainingResult result = await new Trainer(task, new TrainerOptions { Epochs = 12, Optimizer = Optimizers.AdamW(0.01), Precision = precision }).FitAsync(source, validation);
            return result.Validations[^1].Metrics["validation/accuracy"];
        }

        double full = await Accuracy(TrainingPrecision.Float32);
        Assert.True(full > 0.95, $"{full}");
        Assert.InRange(await Accuracy(TrainingPrecision.BFloat16), full - 0.02, 1);
    }

    public static TheoryData<TrainingPrecision> Halves => [TrainingPrecision.BFloat16, TrainingPrecision.Float16];

    [Theory]
    [MemberData(nameof(Halves))]
    public async Task Resume_InHalfThePrecision_GivesTheSameToTheBit(TrainingPrecision precision)
    {
        async Task<(List<StepInfo> Steps, float[] Weights)> Run(string? directory, Recorder recorder, CancellationToken token)
        {
            using Mlp network = Blobs.Network(0.2, MlpNormalization.Batch);
            using TensorSource source = Blobs.Source(104, 8);
            var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions
            {
                Epochs = 3,
                Precision = precision,
                ClipNorm = 1,
                AccumulateBatches = 2,
                LossScale = new LossScaleOptions { Initial = Math.Pow(2, 26), GrowthInterval = 4 },
                Checkpoints = directory is null ? null : new CheckpointOptions { Directory = directory, EveryEpochs = 0 },
            });
            trainer.Callbacks.Add(recorder);
            TrainingResult result = await trainer.FitAsync(source, cancellationToken: token);
            Assert.Equal(precision == TrainingPrecision.Float16, result.Overflows > 3);
            return (recorder.Steps, AccumulationTests.Weights(network));
        }

        (List<StepInfo> whole, float[] weights) = await Run(null, new Recorder(), CancellationToken.None);
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        long half = whole.Count / 2;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(folder.Path, new Recorder(cancel, half), cancel.Token));
        (List<StepInfo> rest, float[] resumed) = await Run(folder.Path, new Recorder(), CancellationToken.None);
        Assert.Equal(whole.Skip((int)half), rest);
        Assert.Equal(weights, resumed);
    }

    [Fact]
    public async Task Fit_InFloat16_WithAnOverflow_LeavesTheStepOutAndHalvesTheScale()
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(64, 16, null);
        int call = 0;
        var task = new TrainingTask(network, Losses.Of((o, b) =>
        {
            Tensor loss = nn.functional.cross_entropy(o, b.Target!);

            // The third batch's gradient is infinite, its loss is not.
            return ++call == 3 ? loss + Injected.Apply(o) : loss;
        }));
        var recorder = new Recorder();
        var trainer = new Trainer(task, new TrainerOptions { MaxSteps = 4, Precision = TrainingPrecision.Float16, Schedule = Schedules.Exponential(0.5), Optimizer = Optimizers.Sgd(1) });
        trainer.Callbacks.Add(recorder);
        TrainingResult result = await trainer.FitAsync(source);

        Assert.Equal(1, result.Overflows);
        Assert.Equal(5, call);

        // A step left out does not advance the schedule.
        Assert.Equal([1, 0.5, 0.25, 0.125], recorder.Steps.Select(s => s.LearningRate));
    }

    [Fact]
    public void LossScaler_FollowsTheStandardConstants()
    {
        var scaler = new LossScaler(new LossScaleOptions());
        Assert.Equal(65536, scaler.Scale);
        for (int i = 0; i < 1999; i++)
        {
            scaler.Observe(false);
        }

        Assert.Equal(65536, scaler.Scale);
        scaler.Observe(false);
        Assert.Equal(131072, scaler.Scale);
        Assert.True(scaler.Observe(true));
        Assert.Equal(65536, scaler.Scale);

        // An overflow begins the count anew.
        for (int i = 0; i < 1500; i++)
        {
            scaler.Observe(false);
        }

        scaler.Observe(true);
        for (int i = 0; i < 1500; i++)
        {
            scaler.Observe(false);
        }

        Assert.Equal(32768, scaler.Scale);
        var state = new ComponentState();
        scaler.Save(state);
        var other = new LossScaler(new LossScaleOptions());
        other.Restore(state);
        for (int i = 0; i < 500; i++)
        {
            other.Observe(false);
        }

        Assert.Equal(65536, other.Scale);
    }

    [Fact]
    public async Task Fit_InFloat16_WithGradientsThatAreNeverFinite_FailsInsteadOfSkippingForEver()
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(64, 16, null);
        var task = new TrainingTask(network, Losses.Of((o, b) => nn.functional.cross_entropy(o, b.Target!) + Injected.Apply(o)));
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => new Trainer(task, new TrainerOptions { MaxSteps = 100, Precision = TrainingPrecision.Float16 }).FitAsync(source));
        Assert.Contains("The gradients became", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_InFloat16WithLstmOnTheCpu_IsRefusedByName()
    {
        using var lstm = nn.LSTM(4, 8, batchFirst: true);
        using TensorSource source = Blobs.Source();
        var task = new TrainingTask(lstm, b => lstm.call(b.Input.unsqueeze(1)).Item1.mean([1]), Losses.CrossEntropy());
        LibtorchException error = await Assert.ThrowsAsync<LibtorchException>(() => new Trainer(task, new TrainerOptions { MaxSteps = 1, Precision = TrainingPrecision.Float16 }).FitAsync(source));
        Assert.Contains("(LSTM) can't be computed in Float16 on the CPU", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Zero, whose gradient is infinite.</summary>
    private sealed class Injected : autograd.SingleTensorFunction<Injected>
    {
        public override string Name => nameof(Injected);

        public static Tensor Apply(Tensor input) => apply(input);

        public override Tensor forward(autograd.AutogradContext context, params object[] inputs) => ((Tensor)inputs[0]).sum() * 0;

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient) => [full([16, 2], float.PositiveInfinity)];
    }
}
