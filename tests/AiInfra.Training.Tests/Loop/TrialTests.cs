using AiInfra.Support;
using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

public sealed class TrialTests
{
    [Fact]
    public async Task FindLearningRate_OnASmoothProblem_SuggestsWhereTheLossFalls_AndRestoresAll()
    {
        // One batch of all rows: what falls is no noise.
        using Mlp network = Blobs.Network(normalization: MlpNormalization.Batch);
        using TensorSource source = Blobs.Source(200, 200);
        IObservingSchedule plateau = Schedules.Plateau(0.5, 1);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 1, Optimizer = Optimizers.Sgd(0.3), Schedule = plateau });
        float[] before = State(network);
        network.eval();
        Tensor generator = get_rng_state();
        LearningRateTest test = await trainer.FindLearningRateAsync(source, new LearningRateTestOptions { From = 1e-5, To = 10 });

        Assert.Equal(before, State(network));
        Assert.True(generator.equal(get_rng_state()).all().item<bool>());
        Assert.False(network.training);
        Assert.InRange(test.Suggestion!.Value, 1e-3, 5);
        Assert.Equal(1e-5, test.Rates[0], 1e-12);
        Assert.Equal(1e-5 * Math.Pow(1e6, 0.1), test.Rates[10], 1e-12);
        Assert.InRange(test.Losses.Count, 20, 100);
    }

    [Fact]
    public void LearningRateTest_SuggestsTheSteepestFall_WithoutTheFirstTenAndTheLast()
    {
        double[] rates = [.. Enumerable.Range(1, 30).Select(i => (double)i)];
        double[] losses = [.. Enumerable.Range(1, 30).Select(i => i < 20 ? 10.0 : 10 - (3 * (Math.Min(i, 22) - 19)) - (0.1 * (i - 19)))];
        losses[3] = -50;
        losses[29] = -900;
        Assert.Equal(20.5, LearningRateTest.Of(rates, losses).Suggestion!.Value, 1.0);
        Assert.Null(LearningRateTest.Of(rates[..11], losses[..11]).Suggestion);
    }

    [Fact]
    public async Task DryRun_WithEverything_KeepsNothing()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new AiInfra.Sqlite.SqliteCatalog(System.IO.Path.Combine(folder.Path, "c.db"));
        string checkpoints = System.IO.Path.Combine(folder.Path, "checkpoints");
        using Mlp network = Blobs.Network(normalization: MlpNormalization.Batch);
        using TensorSource source = Blobs.Source();
        using TensorSource validation = Blobs.Source(40, 8, null, 2);
        var recorder = new Recorder();
        var trainer = new Trainer(
            new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()] },
            new TrainerOptions { MaxTime = TimeSpan.FromHours(1), Ema = new EmaOptions(), Checkpoints = new CheckpointOptions { Directory = checkpoints } }, catalog.Runs);
        trainer.Callbacks.Add(recorder);
        float[] before = State(network);
        TrainingResult result = await trainer.DryRunAsync(source, validation, 2);

        Assert.Equal((2, 1), (result.Steps, result.Validations.Count));
        Assert.Equal(before, State(network));
        Assert.True(network.training);
        Assert.False(System.IO.Directory.Exists(checkpoints));
        Assert.Null(result.RunId);
        Assert.Empty(recorder.Steps);
    }

    [Fact]
    public async Task DryRun_WithAFault_FindsItAtOnce()
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source();
        var trainer = new Trainer(new TrainingTask(network, Losses.MeanSquaredError()), new TrainerOptions { Epochs = 100 });
        await Assert.ThrowsAsync<TrainingException>(() => trainer.DryRunAsync(source));
    }

    [Fact]
    public async Task Overfit_OfANetworkThatLearns_FallsToNearZero_AndRestoresIt()
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(200, 16);
        float[] before = State(network);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 1, Optimizer = Optimizers.AdamW(0.02) });
        IReadOnlyList<double> losses = await trainer.OverfitAsync(source, 2, 300);
        Assert.Equal(150, losses.Count);
        Assert.True(losses[^1] < 0.1 * losses[0], $"{losses[0]} to {losses[^1]}");
        Assert.Equal(before, State(network));
    }

    [Fact]
    public async Task Take_GivesTheFirstBatches_AndRepeat_TheSameEachEpoch()
    {
        using TensorSource source = Blobs.Source(100, 16);
        async Task<List<long>> Ids(IBatchSource from, long epoch, long first = 0)
        {
            var ids = new List<long>();
            await foreach (Batch batch in from.ReadAsync(epoch, first))
            {
                ids.AddRange(batch.RowIds!);
                batch.Dispose();
            }

            return ids;
        }

        List<long> all = await Ids(source, 1);
        Assert.Equal(100, all.Distinct().Count());
        Assert.Equal(all.Take(32), await Ids(source.Take(2), 1));
        Assert.Equal(all.Skip(16).Take(16), await Ids(source.Take(2), 1, 1));
        Assert.Equal(await Ids(source.Repeat(2), 0), await Ids(source.Repeat(2), 5));
        Assert.Equal(2, source.Take(2).BatchesInEpoch);
    }

    private static float[] State(Mlp network) => [.. AccumulationTests.Weights(network), .. network.buffers().SelectMany(b => b.to(ScalarType.Float32).data<float>().ToArray())];
}
