using AiInfra.Support.Logging;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Guards;

public sealed class GuardTests
{
    public GuardTests()
    {
        Libtorch.Load();
    }

    [Fact]
    public async Task Fit_WithNaNInTheInput_NamesItsRows()
    {
        (Tensor x, Tensor y) = Blobs.Data(64);
        x[37, 1] = float.NaN;
        TrainingException error = await FailsAsync(Blobs.Network(), x, y, shuffle: 3);
        Assert.Contains("The batch's input is not finite. Rows: 37.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithAModuleThatOverflows_NamesTheFirstAndItsRows()
    {
        (Tensor x, Tensor y) = Blobs.Data(64);
        x[21] = 1e30f;
        nn.Module<Tensor, Tensor> network = nn.Sequential(("lift", nn.Linear(4, 8)), ("square", new Square()), ("keep", nn.ReLU()), ("again", new Square()), ("out", nn.Linear(8, 2)));
        TrainingException error = await FailsAsync(network, x, y, new TrainerOptions { MaxSteps = 10 });
        Assert.Contains("the module 'square' (Square): 8 of 128 in [16, 8], from [16, 8]. Rows: 21.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithGradientsThatAreNotFinite_NamesTheModule()
    {
        (Tensor x, Tensor y) = Blobs.Data(64);
        // The root has no derivative at zero: forward is finite, backward is not.
        nn.Module<Tensor, Tensor> network = nn.Sequential(("first", nn.Linear(4, 8)), ("root", new Root()), ("out", nn.Linear(8, 2)));
        using (no_grad())
        {
            network.get_parameter("first.weight")!.zero_();
            network.get_parameter("first.bias")!.zero_();
        }

        TrainingException error = await FailsAsync(network, x, y);
        Assert.Contains("The first module whose gradient is not finite is the module 'root' (Root)", error.Message, StringComparison.Ordinal);
        Assert.Contains("first.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("Rows: 0, 1, 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithAWrongWidth_NamesTheModuleAndBothShapes()
    {
        (Tensor x, Tensor y) = Blobs.Data(64);
        nn.Module<Tensor, Tensor> network = nn.Sequential(("body", nn.Sequential(("in", nn.Linear(4, 8)), ("odd", nn.Linear(9, 3)))), ("out", nn.Linear(3, 2)));
        TrainingException error = await FailsAsync(network, x, y);
        Assert.Contains("module 'body.odd' (Linear) with weight [3, 9], bias [3] can't take what comes in, [16, 8]", error.Message, StringComparison.Ordinal);
        Assert.Contains("16x8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithABatchOfOneAndBatchNorm_NamesTheModuleAndSaysWhatToDo()
    {
        (Tensor x, Tensor y) = Blobs.Data(17);
        TrainingException error = await FailsAsync(Blobs.Network(normalization: MlpNormalization.Batch), x, y);
        Assert.Contains("module 'layers.norm0' (BatchNorm1d)", error.Message, StringComparison.Ordinal);
        Assert.Contains("dropLast", error.Message, StringComparison.Ordinal);
        Assert.Contains("batch 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public async Task Fit_WithALabelThatNoClassHas_NamesItAndItsRow(long label)
    {
        (Tensor x, Tensor y) = Blobs.Data(64);
        y[5] = label;
        TrainingException error = await FailsAsync(Blobs.Network(), x, y, shuffle: 9);
        Assert.Contains($"class numbers are 0 to 1; the batch has {label}. Rows: 5.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_AtValidationWithALabelThatNoClassHas_SaysSo()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source();
        (Tensor x, Tensor y) = Blobs.Data(20);
        y[7] = 4;
        using var validation = new TensorSource(x, y, 20);
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { MaxSteps = 1 }).FitAsync(training, validation));
        Assert.Contains("the batch has 4. Rows: 7.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithASourceThatGivesNothing_SaysSo()
    {
        using Mlp network = Blobs.Network();
        var empty = new StreamSource((_, _) => AsyncEnumerable.Empty<Batch>());
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { MaxSteps = 1 }).FitAsync(empty));
        Assert.Contains("no batch in epoch 1. Give it rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithAValidationThatGivesNothing_SaysSo()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source();
        var empty = new StreamSource((_, _) => AsyncEnumerable.Empty<Batch>());
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 1 }).FitAsync(training, empty));
        Assert.Contains("validation source gave no row", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithAMetricThatDoesNotSuitTheTarget_NamesItWithBothShapes()
    {
        using Mlp network = Blobs.Network();
        using TensorSource training = Blobs.Source();
        var task = new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new Unfit()] };
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => new Trainer(task, new TrainerOptions { Epochs = 1 }).FitAsync(training, Blobs.Source(shuffleSeed: null, seed: 2)));
        Assert.StartsWith("At validation: metric 'unfit' can't take output Float32 [16, 2] with target Int64 [16]:", error.Message, StringComparison.Ordinal);
        Assert.Contains("Rows: 0, 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithASpike_LeavesItOutCountsItAndNamesItsRows()
    {
        (Tensor x, Tensor y) = Blobs.Data(320);
        Tensor target = (x.select(1, 0) * 2).clone();
        target.narrow(0, 300, 5).fill_(1e6f);
        using var log = new LogLines<Trainer>();
        using nn.Module<Tensor, Tensor> network = nn.Linear(4, 1);
        float[] clean = await Run(null);
        float[] guarded = await Run(new SpikeGuardOptions { WarmUp = 10 });

        Assert.Contains(log.Warnings, l => l.Contains("stands out", StringComparison.Ordinal) && l.Contains("Rows: 288, 289", StringComparison.Ordinal));
        Assert.True(Math.Abs(guarded[0] - 2) < 0.5, $"{guarded[0]}");
        Assert.True(Math.Abs(clean[0] - 2) > 0.5, $"{clean[0]}");

        async Task<float[]> Run(SpikeGuardOptions? guard)
        {
            using nn.Module<Tensor, Tensor> linear = nn.Linear(4, 1);
            using (no_grad())
            {
                linear.get_parameter("weight")!.fill_(0.1);
                linear.get_parameter("bias")!.zero_();
            }

            using var source = new TensorSource(x.alias(), target.alias(), 16);
            TrainingResult result = await new Trainer(
                new TrainingTask(linear, Losses.MeanSquaredError()), new TrainerOptions { Epochs = 2, Optimizer = Optimizers.Sgd(0.05), SpikeGuard = guard }, logger: log).FitAsync(source);
            Assert.Equal(guard is null ? 0 : 4, result.Spikes);
            return AccumulationTests.Weights(linear);
        }
    }

    [Fact]
    public void SpikeGuard_WithTooManyInARow_Fails()
    {
        var guard = new SpikeGuard(new SpikeGuardOptions { WarmUp = 5, MostInARow = 3 });
        Assert.All(Enumerable.Range(0, 20), i => Assert.False(guard.IsSpike(1 + (0.01 * (i % 5)))));
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(guard.IsSpike(50)));
        Assert.Throws<TrainingException>(() => guard.IsSpike(50));
    }

    [Fact]
    public void SpikeGuard_Restored_KnowsTheSame()
    {
        var guard = new SpikeGuard(new SpikeGuardOptions { WarmUp = 5 });
        for (int i = 0; i < 150; i++)
        {
            guard.IsSpike(1 + Math.Sin(i));
        }

        var state = new ComponentState();
        guard.Save(state);
        var other = new SpikeGuard(new SpikeGuardOptions { WarmUp = 5 });
        other.Restore(state);
        Assert.Equal(guard.Bound(), other.Bound());
    }

    private static async Task<TrainingException> FailsAsync(nn.Module<Tensor, Tensor> network, Tensor x, Tensor y, TrainerOptions? options = null, long? shuffle = null)
    {
        using nn.Module<Tensor, Tensor> owned = network;
        using var source = new TensorSource(x, y, 16, shuffle);
        return await Assert.ThrowsAsync<TrainingException>(() => new Trainer(new TrainingTask(network, Losses.CrossEntropy()), options ?? new TrainerOptions { Epochs = 1 }).FitAsync(source));
    }

    private sealed class Square() : nn.Module<Tensor, Tensor>(nameof(Square))
    {
        public override Tensor forward(Tensor input) => input.square();
    }

    private sealed class Root() : nn.Module<Tensor, Tensor>(nameof(Root))
    {
        public override Tensor forward(Tensor input) => input.sqrt();
    }

    /// <summary>Takes the difference of what has other shapes.</summary>
    private sealed class Unfit : IBatchMetric
    {
        public string Name => "unfit";

        public Tensor Measure(Tensor output, Batch batch) => (output - batch.Target!.narrow(0, 0, 3)).mean();
    }
}
