using AiInfra.Core.Rows;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Models;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tests.Loop;
using AiInfra.Training.Tests.Models;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests;

/// <summary>The code of the package's README, run.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Table()
    {
        using var folder = new TempFolder();
        Row[] rows = Tables.Make(300);
        Row[] newRows = Tables.Make(3, 2);

        using var model = await new TabularTrainer().FitAsync(rows, target: "class", TabularTask.Classification);
        TabularAnswer[] answers = model.Predict(newRows);
        model.ToOnnx().Write(folder.File("model.onnx"));

        Assert.Equal(3, answers.Length);
        Assert.True(File.Exists(folder.File("model.onnx")));
    }

    [Fact]
    public async Task Readme_AnyModule()
    {
        using var folder = new TempFolder();
        (Tensor inputs, Tensor targets) = Blobs.Data(200);

        Libtorch.Load();
        var network = nn.Sequential(("hidden", nn.Linear(4, 32)), ("relu", nn.ReLU()), ("output", nn.Linear(32, 2)));
        var trainer = new Trainer(
            new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new Accuracy()] },
            new TrainerOptions
            {
                Epochs = 10,
                Optimizer = Optimizers.AdamW(learningRate: 0.01),
                Schedule = Schedules.Cosine(warmUp: 0.05),
                EarlyStopping = new EarlyStoppingOptions { Patience = 3 },
                Checkpoints = new CheckpointOptions { Directory = folder.Path },
            });
        using var training = new TensorSource(inputs, targets, batchSize: 64, shuffleSeed: 1);
        TrainingResult result = await trainer.FitAsync(training);

        Assert.Equal(StopReason.Epochs, result.Reason);
    }
}
