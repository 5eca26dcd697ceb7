using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;

namespace AiInfra.Training.Export;

/// <summary>Convolutions.</summary>
internal static class ConvolutionConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<Conv1d>((m, x, c) => Convert(m, x, c))
        .Add<Conv2d>((m, x, c) => Convert(m, x, c))
        .Add<Conv3d>((m, x, c) => Convert(m, x, c))
        .Add<ConvolutionTranspose>(ConvertTransposed);

    private static OnnxValue Convert(Convolution conv, OnnxValue x, ExportContext context)
    {
        int dimensions = conv.kernel_size.Length;
        context.Rank(conv, x, dimensions + 2);
        (long Before, long After)[] pads = Pads(conv, dimensions);
        if (conv.padding_mode is not (PaddingModes.Zeros or PaddingModes.Constant))
        {
            // Conv itself pads with zeros only.
            x = PadConverters.Around(context, conv, x, pads, conv.padding_mode);
            pads = new (long, long)[dimensions];
        }

        return context.Graph.Node(
            "Conv",
            [x, context.Constant("weight", conv.weight!), conv.bias is { } bias ? context.Constant("bias", bias) : default],
            [
                ("kernel_shape", conv.kernel_size), ("strides", Wide(conv.stride, dimensions, 1)), ("pads", (long[])[.. pads.Select(p => p.Before), .. pads.Select(p => p.After)]),
                ("dilations", Wide(conv.dilation, dimensions, 1)), ("group", conv.groups),
            ]);
    }

    private static OnnxValue ConvertTransposed(ConvolutionTranspose conv, OnnxValue x, ExportContext context)
    {
        int dimensions = conv.kernel_size.Length;
        context.Rank(conv, x, dimensions + 2);
        long[] padding = Wide(conv.padding, dimensions, 0);
        return context.Graph.Node(
            "ConvTranspose",
            [x, context.Constant("weight", conv.weight!), conv.bias is { } bias ? context.Constant("bias", bias) : default],
            [
                ("kernel_shape", conv.kernel_size), ("strides", Wide(conv.stride, dimensions, 1)), ("pads", (long[])[.. padding, .. padding]),
                ("dilations", Wide(conv.dilation, dimensions, 1)), ("output_padding", Wide(conv.output_padding, dimensions, 0)), ("group", conv.groups),
            ]);
    }

    /// <summary>Of an uneven padding that keeps the size, the smaller part stands before, as torch has it.</summary>
    private static (long Before, long After)[] Pads(Convolution conv, int dimensions)
    {
        if (conv.padding_type != Padding.Same)
        {
            return [.. Wide(conv.padding, dimensions, 0).Select(p => (p, p))];
        }

        long[] dilation = Wide(conv.dilation, dimensions, 1);
        return [.. conv.kernel_size.Select((size, i) =>
        {
            long all = dilation[i] * (size - 1);
            return (all / 2, all - (all / 2));
        })];
    }

    private static long[] Wide(long[]? sizes, int dimensions, long otherwise) =>
        sizes is null || sizes.Length == 0 ? [.. Enumerable.Repeat(otherwise, dimensions)] : sizes.Length == 1 ? [.. Enumerable.Repeat(sizes[0], dimensions)] : sizes;
}
