using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Optimization;

public sealed class GradientKernelTests
{
    public GradientKernelTests()
    {
        Libtorch.Load();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(400_003)]
    public void SumOfSquares_OfFloats_EqualsTheSumInDouble(long size)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = randn(size, generator: new Generator(1));
        Tensor b = randn(size, dtype: ScalarType.Float64, generator: new Generator(2));
        double expected = a.to(ScalarType.Float64).square().sum().item<double>() + b.square().sum().item<double>();
        Assert.Equal(1, GradientKernel.SumOfSquares([a, null, b]) / expected, 1e-6);
    }

    [Fact]
    public void SumOfSquares_OfLargeFloats_DoesNotOverflow()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(1, GradientKernel.SumOfSquares([full(100, 1e30f)]) / 1e62, 1e-6);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void SumOfSquares_WithOneThatIsNotFinite_IsNotFinite(float bad)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = randn(10_000);
        a[7_777] = bad;
        Assert.False(double.IsFinite(GradientKernel.SumOfSquares([a])));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(300_001)]
    public void Average_EqualsTheFormula(long size)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor average = randn(size);
        Tensor value = randn(size);
        Tensor expected = (average * 0.9) + (value * 0.1);
        GradientKernel.Average(average.bytes, value.bytes, 0.9);
        Assert.True(average.allclose(expected, 1e-6, 1e-6));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1e6)]
    public async Task Fit_ClippedByNorm_EqualsTorchSharps(double limit)
    {
        using AiInfra.Training.Networks.Mlp ours = Blobs.Network();
        using AiInfra.Training.Networks.Mlp theirs = Blobs.Network();
        using AiInfra.Training.Loading.TensorSource source = Blobs.Source(64, 64, null);
        var steps = new Recorder();
        var trainer = new Trainer(new TrainingTask(ours, Losses.CrossEntropy()), new TrainerOptions { MaxSteps = 1, ClipNorm = limit, Optimizer = Optimizers.Sgd(0.5) });
        trainer.Callbacks.Add(steps);
        await trainer.FitAsync(source);

        (Tensor x, Tensor y) = Blobs.Data(64);
        using var optimizer = optim.SGD(theirs.parameters(), 0.5);
        nn.functional.cross_entropy(theirs.call(x), y).backward();
        double norm = nn.utils.clip_grad_norm_(theirs.parameters(), limit);
        optimizer.step();
        Assert.Equal(norm, steps.Steps[0].GradientNorm, 1e-6);
        Assert.All(AccumulationTests.Weights(theirs).Zip(AccumulationTests.Weights(ours)), p => Assert.Equal(p.First, p.Second, 1e-6));
    }
}
