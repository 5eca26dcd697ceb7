using System.Diagnostics;
using AiInfra.Training.Export;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using AiInfra.Training.Vision;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Vision;

public sealed class SmallCnnTests
{
    [Fact]
    public void Create_OfOneSeed_IsTheSame_AndExports()
    {
        using SmallCnn a = SmallCnn.Create(3, 9, 8, 4, features: 4, seed: 2), b = SmallCnn.Create(3, 9, 8, 4, features: 4, seed: 2), c = SmallCnn.Create(3, 9, 8, 4, features: 4, seed: 3);
        using Tensor x = randn(2, 3, 9, 8);
        a.eval();
        b.eval();
        c.eval();
        Assert.Equal(a.call(x).data<float>().ToArray(), b.call(x).data<float>().ToArray());
        Assert.NotEqual(a.call(x).data<float>().ToArray(), c.call(x).data<float>().ToArray());
        Assert.Equal("output", Assert.Single(new OnnxExporter().Export(a, [-1, 3, 9, 8]).Graph.Outputs).Name);
    }

    /// <summary>A short training; AIINFRA_SOAK=1 trains until the figure of docs/models.md.</summary>
    [Fact]
    public async Task Training_OnDigits_ReadsThoseItHasNotSeen()
    {
        bool whole = Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1";
        var time = Stopwatch.StartNew();
        (Tensor images, Tensor labels) = Digits.Read("optdigits.tra", whole ? int.MaxValue : 1500);
        (Tensor unseen, Tensor truth) = Digits.Read("optdigits.tes");
        using SmallCnn network = SmallCnn.Create(1, 8, 8, 10, features: whole ? 32 : 16);
        var trainer = new Trainer(
            new TrainingTask(network, b => network.call(network.training ? Digits.Moved(b.Input) : b.Input), Losses.CrossEntropy(labelSmoothing: 0.05)),
            new TrainerOptions { Epochs = whole ? 40 : 10, Optimizer = Optimizers.AdamW(3e-3, 0.01), Schedule = Schedules.Cosine(warmUp: 0.1), Threads = 1 });
        using var source = new TensorSource(images, labels, 64, shuffleSeed: 1);
        await trainer.FitAsync(source, cancellationToken: TestContext.Current.CancellationToken);
        using IDisposable grad = no_grad();
        double accuracy = network.call(unseen).argmax(1).eq(truth).to(ScalarType.Float32).mean().item<float>();
        TestContext.Current.TestOutputHelper?.WriteLine($"optdigits: test accuracy {accuracy:0.0000} after {time.Elapsed.TotalSeconds:0} s");
        Assert.InRange(accuracy, whole ? 0.985 : 0.95, 1);
    }
}
