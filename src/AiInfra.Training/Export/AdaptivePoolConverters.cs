using AiInfra.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Pools to a given size: the window of output o of O over a length L goes from ⌊oL/O⌋ to ⌈(o+1)L/O⌉.</summary>
internal static class AdaptivePoolConverters
{
    // Largest of a window whose sizes are not all equal: a slice each.
    private const int MostSlices = 64;

    public static void AddTo(ModuleConverters converters) => converters
        .Add<AdaptiveAvgPool1d>((m, x, c) => Pool(c, m, x, [m.output_size], mean: true))
        .Add<AdaptiveAvgPool2d>((m, x, c) => Pool(c, m, x, Wide(m.output_size, 2), mean: true))
        .Add<AdaptiveAvgPool3d>((m, x, c) => Pool(c, m, x, Wide(m.output_size, 3), mean: true))
        .Add<AdaptiveMaxPool1d>((m, x, c) => Pool(c, m, x, [m.output_size], mean: false))
        .Add<AdaptiveMaxPool2d>((m, x, c) => Pool(c, m, x, Wide(m.output_size, 2), mean: false))
        .Add<AdaptiveMaxPool3d>((m, x, c) => Pool(c, m, x, m.output_size is { } size ? Wide(size, 3) : throw c.Unsupported(m, "this TorchSharp loses its output size, so that the module itself can't be called"), mean: false));

    private static long[] Wide(long[] sizes, int dimensions) => sizes.Length == 1 ? [.. Enumerable.Repeat(sizes[0], dimensions)] : sizes;

    private static OnnxValue Pool(ExportContext context, nn.Module module, OnnxValue x, long[] sizes, bool mean)
    {
        context.Rank(module, x, sizes.Length + 2);
        if (sizes.All(s => s == 1))
        {
            return context.Graph.Node(mean ? "GlobalAveragePool" : "GlobalMaxPool", [x]);
        }

        long[] lengths = [.. sizes.Select((_, i) => context.Size(module, x, i + 2))];
        if (sizes.Zip(lengths).All(p => p.First > 0 && p.Second % p.First == 0))
        {
            long[] kernel = [.. sizes.Zip(lengths, (size, length) => length / size)];
            return context.Graph.Node(mean ? "AveragePool" : "MaxPool", [x], [("kernel_shape", kernel), ("strides", kernel)]);
        }

        // Means and largest values are taken one dimension after the other.
        for (int i = 0; i < sizes.Length; i++)
        {
            x = mean ? MeanOver(context.Graph, x, i + 2, sizes.Length + 2, lengths[i], sizes[i]) : LargestOver(context, module, x, i + 2, lengths[i], sizes[i]);
        }

        return x;
    }

    /// <summary>A product with the matrix that holds each window's shares.</summary>
    private static OnnxValue MeanOver(OnnxGraphBuilder graph, OnnxValue x, int axis, int rank, long length, long size)
    {
        if (length == size)
        {
            return x;
        }

        float[] shares = new float[length * size];
        for (long o = 0; o < size; o++)
        {
            (long start, long end) = Window(o, length, size);
            for (long i = start; i < end; i++)
            {
                shares[(i * size) + o] = 1f / (end - start);
            }
        }

        OnnxValue matrix = graph.Initializer("shares", shares, length, size);
        if (axis == rank - 1)
        {
            return graph.MatMul(x, matrix);
        }

        long[] swapped = [.. Enumerable.Range(0, rank).Select(i => (long)(i == axis ? rank - 1 : i == rank - 1 ? axis : i))];
        return graph.Transpose(graph.MatMul(graph.Transpose(x, swapped), matrix), swapped);
    }

    private static OnnxValue LargestOver(ExportContext context, nn.Module module, OnnxValue x, int axis, long length, long size)
    {
        if (length == size)
        {
            return x;
        }

        if (size > MostSlices)
        {
            throw context.Unsupported(module, $"{length} is no multiple of {size}, and more than {MostSlices} windows of unequal size are not written");
        }

        OnnxGraphBuilder graph = context.Graph;
        OnnxValue[] parts = [.. Enumerable.Range(0, (int)size).Select(o =>
        {
            (long start, long end) = Window(o, length, size);
            return graph.ReduceMax(graph.Slice(x, start, end, axis), [axis]);
        })];
        return graph.Concat(parts, axis);
    }

    private static (long Start, long End) Window(long output, long length, long size) => (output * length / size, (((output + 1) * length) + size - 1) / size);
}
