using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Precision;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Networks;

public sealed class RecomputedTests
{
    public RecomputedTests()
    {
        Libtorch.Load();
    }

    private static nn.Module<Tensor, Tensor> Block(int width) => nn.Sequential(("in", nn.Linear(width, 32)), ("norm", nn.LayerNorm(32)), ("act", nn.GELU()), ("drop", nn.Dropout(0.3)), ("out", nn.Linear(32, 8)));

    private static nn.Module<Tensor, Tensor> Network(bool recomputed)
    {
        nn.Module<Tensor, Tensor> Wrap(nn.Module<Tensor, Tensor> block) => recomputed ? new Recomputed(block) : block;
        nn.Module<Tensor, Tensor> network = nn.Sequential(("a", Wrap(Block(4))), ("b", Wrap(Block(8))), ("head", nn.Linear(8, 2)));
        using IDisposable grad = no_grad();
        foreach ((Tensor parameter, ulong i) in network.parameters().Select((p, i) => ((Tensor)p, (ulong)i)))
        {
            parameter.copy_((rand(parameter.shape, generator: new Generator(i)) - 0.5) * 0.5);
        }

        return network;
    }

    [Theory]
    [InlineData(TrainingPrecision.Float32)]
    [InlineData(TrainingPrecision.BFloat16)]
    public async Task Fit_WithBlocksRecomputed_GivesTheSameToTheBit(TrainingPrecision precision)
    {
        async Task<float[]> Run(bool recomputed)
        {
            using nn.Module<Tensor, Tensor> network = Network(recomputed);
            using TensorSource source = Blobs.Source();
            await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 3, Precision = precision, AccumulateBatches = 2 }).FitAsync(source);
            return AccumulationTests.Weights(network);
        }

        float[] plain = await Run(false);
        Assert.Equal(plain, await Run(true));
        using nn.Module<Tensor, Tensor> start = Network(false);
        Assert.NotEqual(plain, AccumulationTests.Weights(start));
    }

    [Fact]
    public void Forward_KeepsLessForTheBackwardPass()
    {
        int kept = 0;
        using (nn.Module<Tensor, Tensor> plain = nn.Sequential(("count", new Counting(() => kept++)), ("in", nn.Linear(4, 4))))
        using (var recomputed = new Recomputed(plain))
        {
            using Tensor input = rand(3, 4);
            using Tensor output = recomputed.call(input).sum();
            Assert.Equal(1, kept);
            output.backward();
        }

        // The second call is the one of the backward pass.
        Assert.Equal(2, kept);
    }

    [Fact]
    public void Recomputed_WithBatchNormalisation_IsRefusedByName()
    {
        using nn.Module<Tensor, Tensor> block = nn.Sequential(("in", nn.Linear(4, 4)), ("norm", nn.BatchNorm1d(4)));
        Assert.Contains("'norm'", Assert.Throws<ArgumentException>(() => new Recomputed(block)).Message, StringComparison.Ordinal);
    }

    private sealed class Counting(Action called) : nn.Module<Tensor, Tensor>(nameof(Counting))
    {
        public override Tensor forward(Tensor input)
        {
            called();
            return input * 1;
        }
    }
}
