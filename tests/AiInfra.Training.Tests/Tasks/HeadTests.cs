using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Tasks;

public sealed class HeadTests
{
    [Fact]
    public async Task Fit_WithTwoHeads_LearnsBothAndLogsEach()
    {
        AiInfra.Training.Runtime.Libtorch.Load();
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(System.IO.Path.Combine(folder.Path, "c.db"));
        using nn.Module<Tensor, Tensor> body = nn.Linear(4, 3);
        (Tensor x, Tensor y) = Blobs.Data(200);
        Tensor target = stack([y.to(ScalarType.Float32), x.select(1, 2) * 2], 1);
        using var source = new TensorSource(x.alias(), target.alias(), 20, 3);
        using var validation = new TensorSource(x, target, 64);
        var task = new TrainingTask(
            body,
            b => { Tensor o = body.call(b.Input); return [o.narrow(1, 0, 2), o.select(1, 2)]; },
            [
                new TaskHead("side", Losses.CrossEntropy()) { Target = b => b.Target!.select(1, 0).to(ScalarType.Int64), Metrics = [new BatchAccuracy()] },
                new TaskHead("size", Losses.MeanSquaredError()) { Target = b => b.Target!.select(1, 1), Weight = 0.5 },
            ]);
        TrainingResult result = await new Trainer(task, new TrainerOptions { Epochs = 30, Optimizer = Optimizers.AdamW(0.05), AccumulateBatches = 3 }, catalog.Runs).FitAsync(source, validation);

        IReadOnlyDictionary<string, double> last = result.Validations[^1].Metrics;
        Assert.True(last["validation/side/accuracy"] > 0.9);
        Assert.True(last["validation/loss/size"] < 0.05);
        Assert.Equal(last["validation/loss"], last["validation/loss/side"] + (0.5 * last["validation/loss/size"]), 1e-6);
        var run = (await catalog.Runs.FindAsync(result.RunId!))!;
        Assert.Equal(run.Metrics["train/loss"], run.Metrics["train/loss/side"] + (0.5 * run.Metrics["train/loss/size"]), 1e-5);
    }

    [Fact]
    public async Task Fit_WithAnotherNumberOfOutputs_NamesTheHeads()
    {
        AiInfra.Training.Runtime.Libtorch.Load();
        using nn.Module<Tensor, Tensor> body = nn.Linear(4, 2);
        using TensorSource source = Blobs.Source();
        var task = new TrainingTask(body, b => [body.call(b.Input)], [new TaskHead("a", Losses.CrossEntropy()), new TaskHead("b", Losses.CrossEntropy())]);
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => new Trainer(task, new TrainerOptions { MaxSteps = 1 }).FitAsync(source));
        Assert.Contains("2 heads (a, b), its forward function gave 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Task_WithTwoHeadsOfOneName_IsRefused()
    {
        using nn.Module<Tensor, Tensor> body = nn.Linear(4, 2);
        Assert.Throws<ArgumentException>(() => new TrainingTask(body, b => [body.call(b.Input)], [new TaskHead("a", Losses.CrossEntropy()), new TaskHead("a", Losses.CrossEntropy())]));
        Assert.Throws<ArgumentException>(() => new TrainingTask(body, b => [body.call(b.Input)], [new TaskHead("a", Losses.CrossEntropy()), new TaskHead("b", Losses.CrossEntropy())]) { Metrics = [new BatchAccuracy()] });
    }
}
