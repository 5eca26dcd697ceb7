using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

public sealed class AccumulationTests
{
    // 100 rows: windows of 32, 32, 32 and 4 rows; in batches of 7, steps of 5 batches: 35, 35 and 30, the last batch of 2 rows.
    [Theory]
    [InlineData(8, 4, 32, false)]
    [InlineData(7, 5, 35, false)]
    [InlineData(7, 5, 35, true)]
    public async Task Fit_WithAccumulation_EqualsTheLargeBatch(int batch, int accumulate, int large, bool weighted)
    {
        float[] one = await TrainAsync(large, 1, weighted);
        float[] several = await TrainAsync(batch, accumulate, weighted);
        Assert.Equal(one.Length, several.Length);
        Assert.All(one.Zip(several), p => Assert.Equal(p.First, p.Second, 2e-6));
        Assert.NotEqual(one, await TrainAsync(batch, accumulate, weighted, BatchWeighting.Alike, epochs: 3));
    }

    [Fact]
    public async Task Fit_WeighingByTargets_EqualsTheMeanOverAllTokens()
    {
        float[] one = await TokensAsync(20, 1);
        float[] several = await TokensAsync(7, 3, BatchWeighting.Targets);
        Assert.All(one.Zip(several), p => Assert.Equal(p.First, p.Second, 2e-6));

        // The test can tell: by rows it is another mean.
        float[] rows = await TokensAsync(7, 3);
        Assert.Contains(one.Zip(rows), p => Math.Abs(p.First - p.Second) > 1e-4);
    }

    [Theory]
    [InlineData(2, "first")] // its window begins with one in which nothing counts
    [InlineData(1, "alone")]
    public async Task Fit_WeighingByTargets_ABatchInWhichNothingCounts_ChangesNothing(int accumulate, string _)
    {
        async Task<float[]> Run(bool withEmpty)
        {
            using nn.Module<Tensor, Tensor> network = Fixed();
            Tensor x = rand(12, 6, 3, generator: new Generator(2));
            Tensor y = randint(0, 4, [12, 6], ScalarType.Int64, generator: new Generator(3));
            y.narrow(0, 0, 4).fill_(-100);
            (Tensor X, Tensor Y, int Batches) rows = withEmpty ? (x, y, accumulate) : (x.narrow(0, 4, 8), y.narrow(0, 4, 8), Math.Max(1, accumulate - 1));
            using var source = new TensorSource(rows.X, rows.Y, 4);

            // The mean over what counts, 0 where nothing does.
            var task = new TrainingTask(network, b => network.call(b.Input).transpose(1, 2), new OfWhatCounts());
            var options = new TrainerOptions { MaxSteps = withEmpty && accumulate == 1 ? 2 : 1, AccumulateBatches = rows.Batches, WeighBatches = BatchWeighting.Targets, Optimizer = Optimizers.Sgd(1) };
            await new Trainer(task, options).FitAsync(source);
            return Weights(network);
        }

        Assert.Equal(await Run(false), await Run(true));
    }

    private sealed class OfWhatCounts : ILoss
    {
        public Tensor Compute(Tensor output, Batch batch) =>
            nn.functional.cross_entropy(output, Losses.Target(batch), ignore_index: -100, reduction: nn.Reduction.Sum) / Losses.Target(batch).ge(0).sum().clamp(min: 1);
    }

    private static async Task<float[]> TrainAsync(int batch, int accumulate, bool weighted, BatchWeighting weighting = BatchWeighting.Rows, int epochs = 1)
    {
        using Mlp network = Blobs.Network();
        (Tensor x, Tensor y) = Blobs.Data(100);
        Tensor? weight = weighted ? (rand(100, generator: new Generator(4)) + 0.5) : null;
        using var source = new TensorSource(x, y, batch, 5, weight);
        await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = epochs, AccumulateBatches = accumulate, WeighBatches = weighting, ClipNorm = 0.5, Optimizer = Optimizers.Sgd(0.5) }).FitAsync(source);
        return Weights(network);
    }

    private static async Task<float[]> TokensAsync(int batch, int accumulate, BatchWeighting weighting = BatchWeighting.Rows)
    {
        using nn.Module<Tensor, Tensor> network = Fixed();

        // Sequences of 6 tokens of which 1 to 6 count.
        Tensor x = rand(20, 6, 3, generator: new Generator(2));
        Tensor y = randint(0, 4, [20, 6], ScalarType.Int64, generator: new Generator(3));
        for (int row = 0; row < 20; row++)
        {
            y[row].narrow(0, 1 + (row % 6), 5 - (row % 6)).fill_(-100);
        }

        using var source = new TensorSource(x, y, batch);
        var task = new TrainingTask(network, b => network.call(b.Input).transpose(1, 2), Losses.CrossEntropy());
        await new Trainer(task, new TrainerOptions { Epochs = 1, AccumulateBatches = accumulate, WeighBatches = weighting, Optimizer = Optimizers.Sgd(1) }).FitAsync(source);
        return Weights(network);
    }

    private static nn.Module<Tensor, Tensor> Fixed()
    {
        AiInfra.Training.Runtime.Libtorch.Load();
        nn.Module<Tensor, Tensor> network = nn.Linear(3, 4);
        using IDisposable grad = no_grad();
        foreach (Tensor p in network.parameters())
        {
            p.copy_(rand(p.shape, generator: new Generator(1)));
        }

        return network;
    }

    internal static float[] Weights(nn.Module network) => [.. network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];
}
