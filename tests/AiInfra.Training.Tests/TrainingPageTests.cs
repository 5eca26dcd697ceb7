// <readme> docs/training.md 1
using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Inspection;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Precision;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>The worked example of the page on training, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class TrainingPageTests
{
    [Fact]
    public async Task Page_WorkedExample()
    {
        using var folder = new ReadmeFolder();

        // <readme> docs/training.md 1
        Libtorch.Load();
        Tensor inputs = randn(2000, 2), targets = (inputs.square().sum(1) > 1.4).to(ScalarType.Int64);   // inside or outside of a circle
        var network = nn.Sequential(("hidden", nn.Linear(2, 64)), ("norm", nn.LayerNorm(64)), ("gelu", nn.GELU()), ("output", nn.Linear(64, 2)));
        using var training = new TensorSource(inputs.narrow(0, 0, 1600), targets.narrow(0, 0, 1600), batchSize: 64, shuffleSeed: 1);
        using var validation = new TensorSource(inputs.narrow(0, 1600, 400), targets.narrow(0, 1600, 400), batchSize: 400);
        Console.WriteLine(network.Summary(64, 2));                                       // modules, shapes, parameters, multiplications

        var trainer = new Trainer(
            new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()] },
            new TrainerOptions
            {
                Epochs = 15,
                Optimizer = Optimizers.AdamW(0.01),
                Groups = [ParameterGroup.BiasesAndNorms(Optimizers.AdamW(0.01, weightDecay: 0))],
                Schedule = Schedules.Cosine(warmUp: 0.05),
                Precision = TrainingPrecision.BFloat16,
                Ema = new EmaOptions { Decay = 0.99 },
                ClipNorm = 1,
                EarlyStopping = new EarlyStoppingOptions { Patience = 5 },
                Checkpoints = new CheckpointOptions { Directory = "checkpoints" },           // run it again after an interruption, and it goes on
                Profile = true,
            });
        await trainer.DryRunAsync(training, validation);                                 // a batch of everything: faults show at once, nothing is kept
        LearningRateTest rates = await trainer.FindLearningRateAsync(training);
        TrainingResult result = await trainer.FitAsync(training, validation);
        Console.WriteLine($"{result.Validations[^1].Metrics["validation/accuracy"]:P1}; {result.Profile}; fastest fall at a rate of {rates.Suggestion:G2}");
        // </readme>

        Assert.True(result.Validations[^1].Metrics["validation/accuracy"] > 0.9);
        Assert.NotNull(result.Profile);
        Assert.InRange(rates.Suggestion!.Value, 1e-8, 1);
        Assert.NotEmpty(Directory.GetFiles("checkpoints"));
    }
}
