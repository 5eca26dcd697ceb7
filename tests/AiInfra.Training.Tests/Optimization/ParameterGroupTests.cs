using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Optimization;

public sealed class ParameterGroupTests
{
    [Fact]
    public async Task Fit_WithoutDecayForBiases_EqualsTwoGroupsOfTorchSharp()
    {
        using Mlp ours = Blobs.Network();
        using Mlp theirs = Blobs.Network();
        await TrainAsync(ours, new TrainerOptions { MaxSteps = 20, Optimizer = Optimizers.AdamW(0.01, 0.5), Groups = [ParameterGroup.BiasesAndNorms(Optimizers.AdamW(0.01, 0))] });
        await TrainAsync(theirs, new TrainerOptions
        {
            MaxSteps = 20,
            Optimizer = p => optim.AdamW([
                new TorchSharp.Modules.AdamW.ParamGroup([.. p.Where(q => q.dim() > 1)], 0.01, weight_decay: 0.5),
                new TorchSharp.Modules.AdamW.ParamGroup([.. p.Where(q => q.dim() <= 1)], 0.01, weight_decay: 0)]),
        });
        Assert.All(AccumulationTests.Weights(theirs).Zip(AccumulationTests.Weights(ours)), p => Assert.Equal(p.First, p.Second, 2e-5));
    }

    [Fact]
    public async Task Fit_WithAGroupAtRateZero_LeavesItsParameters()
    {
        using Mlp network = Blobs.Network();
        float[] before = Of(network, "layers.linear0.weight");
        float[] output = Of(network, "layers.output.weight");
        await TrainAsync(network, new TrainerOptions { MaxSteps = 5, Groups = [ParameterGroup.ByName("frozen", Optimizers.Sgd(0), "layers.linear0.*")] });
        Assert.Equal(before, Of(network, "layers.linear0.weight"));
        Assert.NotEqual(output, Of(network, "layers.output.weight"));
    }

    [Fact]
    public async Task Resume_WithSeveralOptimizersAndSchedules_GivesTheSameToTheBit()
    {
        async Task<float[]> Run(string? directory, Recorder recorder, CancellationToken token)
        {
            using Mlp network = Blobs.Network(0.2);
            using TensorSource source = Blobs.Source(100, 8);
            using TensorSource validation = Blobs.Source(40, 16, null, 2);
            var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions
            {
                Epochs = 3,
                Optimizer = Optimizers.AdamW(0.01),
                Schedule = Schedules.Plateau(0.5, 0, 0.5),
                Groups = [ParameterGroup.ByName("head", Optimizers.Sgd(0.1, 0.9), "layers.output.*")],
                Checkpoints = directory is null ? null : new CheckpointOptions { Directory = directory, EveryEpochs = 0 },
            });
            trainer.Callbacks.Add(recorder);
            await trainer.FitAsync(source, validation, cancellationToken: token);
            return AccumulationTests.Weights(network);
        }

        float[] whole = await Run(null, new Recorder(), CancellationToken.None);
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(folder.Path, new Recorder(cancel, 30), cancel.Token));
        Assert.Equal(whole, await Run(folder.Path, new Recorder(), CancellationToken.None));
    }

    [Fact]
    public async Task Fit_WithCatalog_LogsEachGroupsRate()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(System.IO.Path.Combine(folder.Path, "c.db"));
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source();
        var options = new TrainerOptions { MaxSteps = 3, Optimizer = Optimizers.Sgd(0.5), Groups = [ParameterGroup.ByName("head", Optimizers.Sgd(0.25), "layers.output.*")] };
        TrainingResult result = await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), options, catalog.Runs).FitAsync(source);
        var run = await catalog.Runs.FindAsync(result.RunId!);
        Assert.Equal((0.5, 0.25), (run!.Metrics["train/learning-rate"], run.Metrics["train/learning-rate/head"]));
    }

    [Fact]
    public async Task Fit_WithAParameterInTwoGroups_IsRefusedByName()
    {
        using Mlp network = Blobs.Network();
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync(network, new TrainerOptions
        {
            MaxSteps = 1,
            Groups = [ParameterGroup.ByName("first", Optimizers.Sgd(1), "*.bias"), ParameterGroup.ByName("second", Optimizers.Sgd(1), "layers.output.*")],
        }));
        Assert.Contains("'layers.output.bias' is taken by the groups 'first' and 'second'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithAGroupThatTakesNothing_IsRefusedByName()
    {
        using Mlp network = Blobs.Network();
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync(network, new TrainerOptions { MaxSteps = 1, Groups = [ParameterGroup.ByName("decoder", Optimizers.Sgd(1), "decoder.*")] }));
        Assert.Contains("'decoder' takes none", error.Message, StringComparison.Ordinal);
        Assert.Contains("layers.linear0.weight", error.Message, StringComparison.Ordinal);
    }

    private static async Task TrainAsync(Mlp network, TrainerOptions options)
    {
        using TensorSource source = Blobs.Source();
        await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), options).FitAsync(source);
    }

    private static float[] Of(Mlp network, string name) => network.get_parameter(name)!.detach().data<float>().ToArray();
}
