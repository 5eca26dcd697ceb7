using AiInfra.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Pools with a window of fixed size.</summary>
internal static class PoolConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<MaxPool1d>((m, x, c) => Largest(c, m, x, 1, [m.kernel_size], Of(m.stride), Of(m.padding), Of(m.dilation), m.ceil_mode))
        .Add<MaxPool2d>((m, x, c) => Largest(c, m, x, 2, m.kernel_size, m.stride, m.padding, m.dilation, m.ceil_mode))
        .Add<MaxPool3d>((m, x, c) => Largest(c, m, x, 3, m.kernel_size, m.stride, m.padding, m.dilation, m.ceil_mode))
        .Add<AvgPool1d>((m, x, c) => Mean(c, m, x, 1, [m.kernel_size], Of(m.stride), Of(m.padding), m.ceil_mode, m.count_include_pad, null))
        .Add<AvgPool2d>((m, x, c) => Mean(c, m, x, 2, m.kernel_size, m.stride, m.padding, m.ceil_mode, m.count_include_pad, m.divisor_override))
        .Add<AvgPool3d>((m, x, c) => Mean(c, m, x, 3, m.kernel_size, m.stride, m.padding, m.ceil_mode, m.count_include_pad, m.divisor_override))
        .Add<LPPool1d>((m, x, c) => Norm(c, m, x, 1, m.norm_type, [m.kernel_size], Of(m.stride), m.ceil_mode))
        .Add<LPPool2d>((m, x, c) => Norm(c, m, x, 2, m.norm_type, m.kernel_size, m.stride, m.ceil_mode));

    private static OnnxValue Largest(ExportContext context, nn.Module module, OnnxValue x, int dimensions, long[] kernel, long[]? stride, long[]? padding, long[]? dilation, bool ceil)
    {
        context.Rank(module, x, dimensions + 2);
        long[] size = Wide(kernel, dimensions);
        return context.Graph.Node(
            "MaxPool",
            [x],
            [("kernel_shape", size), ("strides", Wide(stride, dimensions, size)), ("pads", Both(padding, dimensions)), ("dilations", Wide(dilation, dimensions, One(dimensions))), ("ceil_mode", ceil ? 1 : 0)]);
    }

    private static OnnxValue Mean(ExportContext context, nn.Module module, OnnxValue x, int dimensions, long[] kernel, long[]? stride, long[]? padding, bool ceil, bool countPad, long? divisor)
    {
        context.Rank(module, x, dimensions + 2);
        long[] size = Wide(kernel, dimensions);
        if (divisor is not null && ceil)
        {
            throw context.Unsupported(module, "a divisor of its own together with ceil_mode has no counterpart");
        }

        OnnxValue mean = context.Graph.Node(
            "AveragePool",
            [x],
            [("kernel_shape", size), ("strides", Wide(stride, dimensions, size)), ("pads", Both(padding, dimensions)), ("ceil_mode", ceil ? 1 : 0), ("count_include_pad", countPad || divisor is not null ? 1 : 0)]);
        return divisor is { } other ? context.Graph.Mul(mean, context.Scalar(x, size.Aggregate(1L, (a, b) => a * b) / (double)other, "share")) : mean;
    }

    /// <summary>(Σ x^p)^(1/p): the mean of powers times the number of them, as torch computes it.</summary>
    private static OnnxValue Norm(ExportContext context, nn.Module module, OnnxValue x, int dimensions, double power, long[] kernel, long[]? stride, bool ceil)
    {
        OnnxGraphBuilder graph = context.Graph;
        long[] size = Wide(kernel, dimensions);
        OnnxValue powers = graph.Pow(x, context.Scalar(x, power, "power"));
        OnnxValue mean = Mean(context, module, powers, dimensions, size, stride, null, ceil, countPad: true, null);
        OnnxValue sum = graph.Mul(mean, context.Scalar(x, size.Aggregate(1L, (a, b) => a * b), "count"));
        return graph.Pow(sum, context.Scalar(x, 1 / power, "root"));
    }

    private static long[]? Of(long? size) => size is { } given ? [given] : null;

    private static long[] One(int dimensions) => [.. Enumerable.Repeat(1L, dimensions)];

    private static long[] Wide(long[]? sizes, int dimensions, long[]? otherwise = null) =>
        sizes is null || sizes.Length == 0 ? otherwise! : sizes.Length == 1 ? [.. Enumerable.Repeat(sizes[0], dimensions)] : sizes;

    /// <summary>The same padding at the start and the end of each dimension.</summary>
    private static long[] Both(long[]? padding, int dimensions)
    {
        long[] each = Wide(padding, dimensions, new long[dimensions]);
        return [.. each, .. each];
    }
}
