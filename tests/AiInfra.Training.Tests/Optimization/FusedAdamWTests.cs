using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Optimization;

public sealed class FusedAdamWTests
{
    public FusedAdamWTests()
    {
        Libtorch.Load();
    }

    private static Parameter Make(long size) => new(rand(size, generator: new Generator((ulong)size)).sub_(0.5));

    private static Tensor Gradient(long size, int step) => randn(size, generator: new Generator((ulong)((step * 1000) + size)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(300_001)]
    public void Step_ManyTimes_EqualsTorchSharps(long size)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter ours = Make(size);
        Parameter theirs = Make(size);
        using OptimizerHelper a = Optimizers.AdamW(0.01, 0.05)([ours]);
        using var b = optim.AdamW([theirs], 0.01, weight_decay: 0.05);
        for (int step = 0; step < 20; step++)
        {
            ours.grad = Gradient(size, step);
            theirs.grad = Gradient(size, step);
            a.step();
            b.step();
        }

        Assert.True(ours.allclose(theirs, 1e-6, 1e-6));
    }

    [Fact]
    public void Step_WithoutAGradient_LeavesTheParameter()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter parameter = Make(10);
        using OptimizerHelper optimizer = Optimizers.AdamW(0.1)([parameter]);
        optimizer.step();
        Assert.True(parameter.allclose(Make(10), 0, 0));
    }

    [Fact]
    public void Step_OnDoubles_EqualsTorchSharps()
    {
        using DisposeScope scope = NewDisposeScope();
        var ours = new Parameter(ones(5, dtype: ScalarType.Float64));
        var theirs = new Parameter(ones(5, dtype: ScalarType.Float64));
        using OptimizerHelper a = Optimizers.AdamW(0.01, 0.05)([ours]);
        using var b = optim.AdamW([theirs], 0.01, weight_decay: 0.05);
        ours.grad = full(5, 0.3, dtype: ScalarType.Float64);
        theirs.grad = full(5, 0.3, dtype: ScalarType.Float64);
        a.step();
        b.step();
        Assert.True(ours.allclose(theirs, 1e-12, 1e-12));
    }
}
