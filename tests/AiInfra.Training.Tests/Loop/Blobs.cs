using AiInfra.Training.Loading;
using AiInfra.Training.Networks;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

/// <summary>A small made-up problem: classes by the side of a plane, with some noise.</summary>
internal static class Blobs
{
    public static TensorSource Source(int rows = 100, int batch = 16, long? shuffleSeed = 7, ulong seed = 1)
    {
        Libtorch.Load();
        (Tensor x, Tensor y) = Data(rows, seed);
        return new TensorSource(x, y, batch, shuffleSeed);
    }

    public static (Tensor Input, Tensor Target) Data(int rows, ulong seed = 1)
    {
        using IDisposable scope = NewDisposeScope();
        using var generator = new Generator(seed);
        Tensor x = randn([rows, 4], generator: generator).DetachFromDisposeScope();
        Tensor y = (x.select(1, 0) + (0.5 * x.select(1, 1)) > 0).to(ScalarType.Int64).DetachFromDisposeScope();
        return (x, y);
    }

    public static Mlp Network(double dropout = 0, MlpNormalization normalization = MlpNormalization.None, long seed = 3) =>
        Mlp.Create(new MlpShape(4, 2), [16, 8], dropout, normalization, seed: seed);
}
