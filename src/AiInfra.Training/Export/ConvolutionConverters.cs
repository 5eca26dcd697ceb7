using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;

namespace AiInfra.Training.Export;

/// <summary>Convolutions and pools.</summary>
internal static class ConvolutionConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<Conv1d>((m, x, c) => Convert(m, x, c))
        .Add<Conv2d>((m, x, c) => Convert(m, x, c))
        .Add<MaxPool2d>((m, x, c) => c.Graph.Node(
            "MaxPool",
            [x],
            [("kernel_shape", Pair(m.kernel_size)), ("strides", Pair(m.stride ?? m.kernel_size)), ("pads", Both(Pair(m.padding ?? [0]))), ("dilations", Pair(m.dilation ?? [1])), ("ceil_mode", m.ceil_mode ? 1 : 0)]))
        .Add<AvgPool2d>((m, x, c) => c.Graph.Node(
            "AveragePool",
            [x],
            [("kernel_shape", Pair(m.kernel_size)), ("strides", Pair(m.stride ?? m.kernel_size)), ("pads", Both(Pair(m.padding ?? [0]))), ("ceil_mode", m.ceil_mode ? 1 : 0), ("count_include_pad", m.count_include_pad ? 1 : 0)]));

    private static OnnxValue Convert(Convolution conv, OnnxValue x, ExportContext context)
    {
        if (conv.padding_mode != PaddingModes.Zeros || conv.padding is not { } padding)
        {
            throw context.Unsupported(conv, "only padding with zeros by a number is written");
        }

        return context.Graph.Node(
            "Conv",
            [x, context.Constant("weight", conv.weight), conv.bias is { } bias ? context.Constant("bias", bias) : default],
            [("kernel_shape", conv.kernel_size), ("strides", conv.stride), ("pads", Both(padding)), ("dilations", conv.dilation), ("group", conv.groups)]);
    }

    private static long[] Pair(long[] sizes) => sizes.Length == 1 ? [sizes[0], sizes[0]] : sizes;

    /// <summary>The same padding at the start and the end of each dimension.</summary>
    private static long[] Both(long[] padding) => [.. padding, .. padding];
}
