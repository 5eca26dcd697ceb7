using AiInfra.Onnx;
using TorchSharp.Modules;

namespace AiInfra.Training.Export;

/// <summary>Modules that move elements without computing with them.</summary>
internal static class ShapeConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<Flatten>(ConvertFlatten)
        .Add<Unflatten>(ConvertUnflatten)
        .Add<PixelShuffle>(ConvertShuffle)
        .Add<PixelUnshuffle>(ConvertUnshuffle)
        .Add<ChannelShuffle>(ConvertChannels)
        .Add<Unfold>(ConvertUnfold)
        .Add<Fold>(ConvertFold);

    private static OnnxValue ConvertFlatten(Flatten flatten, OnnxValue x, ExportContext context)
    {
        if (flatten.start_dim == 1 && flatten.end_dim == -1)
        {
            return context.Graph.Flatten(x, 1);
        }

        int rank = context.Rank(flatten, x);
        int start = context.Axis(flatten, x, flatten.start_dim);
        int end = context.Axis(flatten, x, flatten.end_dim);

        // In Reshape, 0 keeps the dimension of that place, and -1 takes what is left: those behind must be known.
        long[] behind = [.. Enumerable.Range(end + 1, rank - end - 1).Select(i => context.Size(flatten, x, i))];
        return context.Graph.Reshape(x, [.. Enumerable.Repeat(0L, start), -1L, .. behind]);
    }

    private static OnnxValue ConvertUnflatten(Unflatten unflatten, OnnxValue x, ExportContext context)
    {
        int rank = context.Rank(unflatten, x);
        int at = context.Axis(unflatten, x, unflatten.dim);
        long[] sizes = unflatten.unflattened_size;
        if (sizes.Contains(-1) && x.Shape![at].Size is { } whole)
        {
            long rest = sizes.Where(s => s != -1).Aggregate(1L, (a, b) => a * b);
            sizes = [.. sizes.Select(s => s == -1 ? whole / rest : s)];
        }

        bool oneOpen = Enumerable.Range(at + 1, rank - at - 1).Count(i => x.Shape![i].Size is null) <= (sizes.Contains(-1) ? 0 : 1);
        return oneOpen
            ? context.Graph.Reshape(x, [.. Enumerable.Repeat(0L, at), .. sizes, .. Enumerable.Range(at + 1, rank - at - 1).Select(i => x.Shape![i].Size ?? -1)])
            : throw context.Unsupported(unflatten, $"more than one size of {x} behind dimension {at} is open");
    }

    private static OnnxValue ConvertShuffle(PixelShuffle module, OnnxValue x, ExportContext context)
    {
        context.Rank(module, x, 4);
        return context.Graph.Node("DepthToSpace", [x], [("blocksize", module.upscale_factor), ("mode", "CRD")]);
    }

    private static OnnxValue ConvertUnshuffle(PixelUnshuffle module, OnnxValue x, ExportContext context)
    {
        context.Rank(module, x, 4);
        long channels = context.Size(module, x, 1);
        long block = module.downscale_factor * module.downscale_factor;
        OnnxValue deep = context.Graph.Node("SpaceToDepth", [x], [("blocksize", module.downscale_factor)]);

        // ONNX has the place in the block before the channel, torch behind it.
        long[] order = [.. Enumerable.Range(0, (int)(channels * block)).Select(i => ((i % block) * channels) + (i / block))];
        return context.Graph.Gather(deep, context.Graph.Initializer("order", order), axis: 1);
    }

    private static OnnxValue ConvertChannels(ChannelShuffle module, OnnxValue x, ExportContext context)
    {
        context.Rank(module, x);
        long channels = context.Size(module, x, 1);
        long each = channels / module.groups;
        long[] order = [.. Enumerable.Range(0, (int)channels).Select(i => ((i % module.groups) * each) + (i / module.groups))];
        return context.Graph.Gather(x, context.Graph.Initializer("order", order), axis: 1);
    }

    /// <summary>Patches as columns: a convolution whose kernels pick one place of the window each.</summary>
    private static OnnxValue ConvertUnfold(Unfold module, OnnxValue x, ExportContext context)
    {
        context.Rank(module, x, 4);
        long channels = context.Size(module, x, 1);
        OnnxValue patches = context.Graph.Node(
            "Conv",
            [x, Pickers(context, channels, module.kernel_size)],
            [
                ("kernel_shape", Both(module.kernel_size)), ("strides", Both(module.stride)), ("pads", (long[])[.. Both(module.padding), .. Both(module.padding)]),
                ("dilations", Both(module.dilation)), ("group", channels),
            ]);
        return context.Graph.Reshape(patches, [0, channels * module.kernel_size.Item1 * module.kernel_size.Item2, -1]);
    }

    /// <summary>Columns back to patches, which are added where they overlap: the transposed convolution of the same kernels.</summary>
    private static OnnxValue ConvertFold(Fold module, OnnxValue x, ExportContext context)
    {
        context.Rank(module, x, 3);
        long rows = context.Size(module, x, 1);
        long window = module.kernel_size.Item1 * module.kernel_size.Item2;
        (long high, long wide) = (Blocks(module.output_size.Item1, module.kernel_size.Item1, module.dilation.Item1, module.padding.Item1, module.stride.Item1),
            Blocks(module.output_size.Item2, module.kernel_size.Item2, module.dilation.Item2, module.padding.Item2, module.stride.Item2));
        OnnxValue patches = context.Graph.Reshape(x, [0, rows, high, wide]);
        return context.Graph.Node(
            "ConvTranspose",
            [patches, Pickers(context, rows / window, module.kernel_size)],
            [
                ("kernel_shape", Both(module.kernel_size)), ("strides", Both(module.stride)), ("pads", (long[])[.. Both(module.padding), .. Both(module.padding)]), ("dilations", Both(module.dilation)), ("group", rows / window),
                ("output_padding", (long[])[
                    Rest(module.output_size.Item1, module.kernel_size.Item1, module.dilation.Item1, module.padding.Item1, module.stride.Item1),
                    Rest(module.output_size.Item2, module.kernel_size.Item2, module.dilation.Item2, module.padding.Item2, module.stride.Item2)]),
            ]);
    }

    private static long Blocks(long size, long kernel, long dilation, long padding, long stride) => ((size + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;

    private static long Rest(long size, long kernel, long dilation, long padding, long stride) => (size + (2 * padding) - (dilation * (kernel - 1)) - 1) % stride;

    private static long[] Both((long, long) pair) => [pair.Item1, pair.Item2];

    private static OnnxValue Pickers(ExportContext context, long channels, (long High, long Wide) kernel)
    {
        long window = kernel.High * kernel.Wide;
        float[] picks = new float[channels * window * window];
        for (long i = 0; i < channels * window; i++)
        {
            picks[(i * window) + (i % window)] = 1;
        }

        return context.Graph.Initializer("picks", picks, channels * window, 1, kernel.High, kernel.Wide);
    }
}
