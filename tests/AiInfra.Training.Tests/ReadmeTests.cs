// <readme> src/AiInfra.Training/README.md 1
using AiInfra.Core.Rows;
using AiInfra.Training.Models;
using AiInfra.Training.Tabular;
// </readme>
// <readme> src/AiInfra.Training/README.md 2
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;
// </readme>
// <readme> src/AiInfra.Training/README.md 4
using AiInfra.Training.Tuning;
// </readme>
using AiInfra.Readmes;
using AiInfra.Training.Tests.Models;

namespace Readmes;

/// <summary>The code of the package's README, run; its host is in <c>HostReadmeTests</c>.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Table()
    {
        using var folder = new ReadmeFolder();
        Row[] rows = Tables.Make(300);
        Row[] newRows = Tables.Make(3, 2);

        // <readme> src/AiInfra.Training/README.md 1
        // Given: Row[] rows, newRows
        using var model = await new TabularTrainer().FitAsync(rows, target: "class");    // classes or numbers, as the column's values say
        TabularAnswer[] answers = model.Predict(newRows);          // label and probabilities from raw rows
        model.ToOnnx().Write("model.onnx");                        // raw columns in, probability and label out; checked against the model
        // </readme>

        Assert.Equal(3, answers.Length);
        Assert.True(File.Exists("model.onnx"));
    }

    [Fact]
    public async Task Readme_AnyModule()
    {
        using var folder = new ReadmeFolder();

        // <readme> src/AiInfra.Training/README.md 2
        Libtorch.Load();
        Tensor inputs = randn(200, 4), targets = (inputs.sum(1) > 0).to(ScalarType.Int64);
        var network = nn.Sequential(("hidden", nn.Linear(4, 32)), ("relu", nn.ReLU()), ("output", nn.Linear(32, 2)));
        var trainer = new Trainer(
            new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()] },
            new TrainerOptions
            {
                Epochs = 10,
                Optimizer = Optimizers.AdamW(learningRate: 0.01),
                Schedule = Schedules.Cosine(warmUp: 0.05),
                EarlyStopping = new EarlyStoppingOptions { Patience = 3 },
                Checkpoints = new CheckpointOptions { Directory = "checkpoints" },
            });
        using var training = new TensorSource(inputs, targets, batchSize: 64, shuffleSeed: 1);
        TrainingResult result = await trainer.FitAsync(training);
        // </readme>

        Assert.Equal(StopReason.Epochs, result.Reason);
        Assert.NotEmpty(Directory.GetFiles("checkpoints"));
    }

    [Fact]
    public async Task Readme_Tuning()
    {
        using var folder = new ReadmeFolder();

        // <readme> src/AiInfra.Training/README.md 4
        await using Study study = await Study.OpenAsync("bowl", new StudyOptions { MaxTrials = 50 });
        StudyResult found = await study.RunAsync(trial => Math.Pow(trial.Float("x", -10, 10) - 2, 2) + (trial.Choice("kind", "a", "b") == "a" ? 1 : 0));
        Console.WriteLine($"{found.Best.Value:0.0000} at x = {found.Best.Float("x"):0.00}, kind {found.Best.Choice("kind")}");
        await (await study.ReportAsync()).WriteAsync("bowl.html");                 // history, importance, slices, contour
        // </readme>

        Assert.InRange(found.Best.Value, 0, 0.5);
        Assert.True(File.Exists("bowl.html"));
    }
}
