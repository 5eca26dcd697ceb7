// <readme> docs/checkpoints.md 1
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 1 of docs/checkpoints.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class CheckpointsPageTests
{
    [Fact]
    public async Task Page_Training_LeavesCheckpointsAndIsTakenUp()
    {
        using var folder = new ReadmeFolder();

        // <readme> docs/checkpoints.md 1
        Libtorch.Load();
        Tensor inputs = randn(2000, 4), targets = (inputs.sum(1) > 0).to(ScalarType.Int64);
        var network = nn.Sequential(("hidden", nn.Linear(4, 32)), ("relu", nn.ReLU()), ("drop", nn.Dropout(0.1)), ("output", nn.Linear(32, 2)));
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions
        {
            Epochs = 20,
            Checkpoints = new CheckpointOptions { Directory = "checkpoints", EverySteps = 500, EveryTime = TimeSpan.FromMinutes(10), KeepLast = 2, KeepBest = 3 },
        });
        using var training = new TensorSource(inputs, targets, batchSize: 64, shuffleSeed: 1);
        TrainingResult result = await trainer.FitAsync(training);          // run the program again, and it takes up where it stood
        foreach (CheckpointInfo checkpoint in new CheckpointStore("checkpoints").List())
        {
            Console.WriteLine($"{checkpoint.Step}, epoch {checkpoint.Epoch}, score {checkpoint.Score}, {checkpoint.Bytes} bytes: {checkpoint.Path}");
        }
        // </readme>

        // The newest two, of epochs 20 and 19; without a validation none has a score.
        Assert.Equal([640, 608], new CheckpointStore("checkpoints").List().Select(c => c.Step));
        Assert.Equal(640, result.Steps);
        TrainingResult again = await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 20, Checkpoints = new CheckpointOptions { Directory = "checkpoints" } }).FitAsync(training);
        Assert.Equal(640, again.ResumedFrom);
    }
}
