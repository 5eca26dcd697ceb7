using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

public sealed class TrainerTests
{
    [Fact]
    public async Task Fit_OnASimpleProblem_LearnsIt()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source(600, 32);
        using TensorSource validation = Blobs.Source(300, 100, null, 2);
        var task = new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()] };
        TrainingResult result = await new Trainer(task, new TrainerOptions { Epochs = 20, Optimizer = Optimizers.AdamW(0.01) }).FitAsync(training, validation);
        Assert.True(result.Validations[^1].Metrics["validation/accuracy"] > 0.95);
        Assert.Equal(StopReason.Epochs, result.Reason);
        Assert.Equal(20 * 19, result.Steps);
    }

    [Fact]
    public async Task Fit_ValidationMetric_IsTheMeanOfItsBatchesByTheirRows()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source();
        using TensorSource validation = Blobs.Source(250, 100, null, 2);
        var task = new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new RowsOfBatch(), new BatchAccuracy()] };
        TrainingResult result = await new Trainer(task, new TrainerOptions { Epochs = 1 }).FitAsync(training, validation);
        Assert.Equal(((100 * 100) + (100 * 100) + (50 * 50)) / 250.0, result.Validations[^1].Metrics["validation/rows"]);
        Assert.InRange(result.Validations[^1].Metrics["validation/accuracy"], 0, 1);
    }

    [Fact]
    public async Task Fit_ValidationMetricThatIsNoSingleNumber_IsNamed()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source();
        using TensorSource validation = Blobs.Source(100, 50, null, 2);
        var task = new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new WholeOutput()] };
        string message = (await Assert.ThrowsAsync<TrainingException>(() => new Trainer(task, new TrainerOptions { Epochs = 1 }).FitAsync(training, validation))).Message;
        Assert.Contains("Metric 'whole' must be a single number", message, StringComparison.Ordinal);
        Assert.Contains("[50, ", message, StringComparison.Ordinal);
    }

    private sealed class RowsOfBatch : IBatchMetric
    {
        public string Name => "rows";

        public Tensor Measure(Tensor output, Batch batch) => tensor((float)batch.Count);
    }

    private sealed class WholeOutput : IBatchMetric
    {
        public string Name => "whole";

        public Tensor Measure(Tensor output, Batch batch) => output;
    }

    [Fact]
    public async Task Fit_Twice_GivesTheSameWeights()
    {
        async Task<float[]> Run()
        {
            using Mlp network = Blobs.Network(dropout: 0.2);
            using TensorSource training = Blobs.Source();
            await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 3 }).FitAsync(training);
            return [.. network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];
        }

        Assert.Equal(await Run(), await Run());
    }

    [Fact]
    public async Task Fit_AccumulatingBatches_EqualsOneLargeBatch()
    {
        async Task<float[]> Run(int batch, int accumulate)
        {
            using Mlp network = Blobs.Network();
            using TensorSource training = Blobs.Source(96, batch);
            await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 2, AccumulateBatches = accumulate, Optimizer = Optimizers.Sgd(0.1) }).FitAsync(training);
            return [.. network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];
        }

        float[] large = await Run(32, 1);
        float[] small = await Run(8, 4);
        Assert.All(large.Zip(small), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public async Task Fit_WithAnUnfullLastStep_DividesByItsOwnNumberOfBatches()
    {
        // 3 batches of 8 with 2 to a step: the second step has one batch, and must equal a step on that batch alone.
        using Mlp network = Blobs.Network();
        (Tensor x, Tensor y) = Blobs.Data(24);
        using var source = new TensorSource(x, y, 8);
        await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 1, AccumulateBatches = 2, Optimizer = Optimizers.Sgd(0.5) }).FitAsync(source);

        using Mlp hand = Blobs.Network();
        foreach ((long start, long count) in ((long, long)[])[(0, 16), (16, 8)])
        {
            Tensor loss = nn.functional.cross_entropy(hand.call(x.narrow(0, start, count)), y.narrow(0, start, count));
            hand.zero_grad();
            loss.backward();
            using IDisposable grad = no_grad();
            foreach (TorchSharp.Modules.Parameter parameter in hand.parameters())
            {
                parameter.sub_(parameter.grad! * 0.5);
            }
        }

        Assert.All(
            network.parameters().Zip(hand.parameters()),
            pair => Assert.True(pair.First.allclose(pair.Second, 1e-5, 1e-6)));
    }

    [Fact]
    public async Task Fit_WithNaNInput_SaysWhere()
    {
        using Mlp network = Blobs.Network();
        (Tensor x, Tensor y) = Blobs.Data(64);
        x[40, 2] = float.NaN;
        using var source = new TensorSource(x, y, 16);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 2 });
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => trainer.FitAsync(source));
        Assert.Contains("step 3 (epoch 1, batch 3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_SkippingNaN_CountsAndStaysFinite()
    {
        using Mlp network = Blobs.Network(normalization: MlpNormalization.Batch);
        (Tensor x, Tensor y) = Blobs.Data(64);
        x[40, 2] = float.NaN;
        using var source = new TensorSource(x, y, 16);
        var options = new TrainerOptions { Epochs = 2, OnNonFiniteLoss = NonFiniteLoss.Skip };
        TrainingResult result = await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), options).FitAsync(source);
        Assert.Equal(2, result.SkippedBatches);
        Assert.Equal(6, result.Steps);
        Assert.All(network.state_dict().Values, t => Assert.True(t.to(ScalarType.Float32).isfinite().all().item<bool>()));
    }

    [Fact]
    public async Task Fit_WithoutImprovement_StopsAfterPatienceWithTheBestWeights()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source(60, 16);
        (Tensor x, Tensor y) = Blobs.Data(60, 2);
        using var validation = new TensorSource(x, 1 - y, 60);
        var options = new TrainerOptions { Epochs = 50, EarlyStopping = new EarlyStoppingOptions { Patience = 2 }, Optimizer = Optimizers.AdamW(0.01) };
        TrainingResult result = await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), options).FitAsync(training, validation);
        Assert.Equal(StopReason.EarlyStopping, result.Reason);
        Assert.Equal(3, result.Validations.Count);
        using IDisposable grad = no_grad();
        float now = nn.functional.cross_entropy(network.call(x), 1 - y).item<float>();
        Assert.Equal(result.BestScore, now, 1e-5);
    }

    [Fact]
    public async Task Fit_WithTimeLimit_Stops()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source();
        TrainingResult result = await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { MaxTime = TimeSpan.FromMilliseconds(200) }).FitAsync(training);
        Assert.Equal(StopReason.Time, result.Reason);
    }

    [Fact]
    public async Task Fit_FromAStream_EqualsFitFromTensors()
    {
        async Task<float[]> Run(Func<TensorSource, IBatchSource> wrap)
        {
            using Mlp network = Blobs.Network();
            using TensorSource training = Blobs.Source();
            await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 2 }).FitAsync(wrap(training));
            return [.. network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];
        }

        Assert.Equal(await Run(s => s), await Run(s => new StreamSource((epoch, token) => s.ReadAsync(epoch, 0, token))));
    }

    [Fact]
    public async Task Fit_WithProgress_ReportsTheEnd()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source(64, 16);
        var seen = new List<TrainingProgress>();
        await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 3, ProgressInterval = TimeSpan.Zero }).FitAsync(training, progress: new Immediate(seen.Add));
        Assert.Equal(13, seen.Count);
        Assert.Equal((12, 12, 3), (seen[^1].Step, seen[^1].TotalSteps, seen[^1].Epoch));
        Assert.True(seen[^1].RowsPerSecond > 0);
    }

    [Fact]
    public async Task Fit_WithCuda_WhereThereIsNone_SaysWhy()
    {
        Assert.SkipWhen(cuda.is_available(), "This machine has a CUDA device.");
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source();
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 1, Device = "cuda" });
        AiInfra.Training.Runtime.DeviceUnavailableException error = await Assert.ThrowsAsync<AiInfra.Training.Runtime.DeviceUnavailableException>(() => trainer.FitAsync(training));
        Assert.Contains("CPU build", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WithoutALimit_AreRefused() => Assert.Throws<ArgumentException>(() => new TrainerOptions().Checked());

    private sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
