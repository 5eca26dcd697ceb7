using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>What is put around the last dimensions.</summary>
internal static class PadConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<ConstantPad1d>((m, x, c) => Constant(m, 1, x, c))
        .Add<ConstantPad2d>((m, x, c) => Constant(m, 2, x, c))
        .Add<ConstantPad3d>((m, x, c) => Constant(m, 3, x, c))
        .Add<ZeroPad2d>((m, x, c) => Constant(m, 2, x, c))
        .Add<ReflectionPad1d>((m, x, c) => Around(c, m, x, Pairs(m, 1), PaddingModes.Reflect))
        .Add<ReflectionPad2d>((m, x, c) => Around(c, m, x, Pairs(m, 2), PaddingModes.Reflect))
        .Add<ReflectionPad3d>((m, x, c) => Around(c, m, x, Pairs(m, 3), PaddingModes.Reflect))
        .Add<ReplicationPad1d>((m, x, c) => Around(c, m, x, Pairs(m, 1), PaddingModes.Replicate))
        .Add<ReplicationPad2d>((m, x, c) => Around(c, m, x, Pairs(m, 2), PaddingModes.Replicate))
        .Add<ReplicationPad3d>((m, x, c) => Around(c, m, x, Pairs(m, 3), PaddingModes.Replicate));

    /// <summary>Pads the last dimensions: before and after each, in their order.</summary>
    public static OnnxValue Around(ExportContext context, nn.Module module, OnnxValue x, (long Before, long After)[] pads, PaddingModes mode, double value = 0)
    {
        OnnxGraphBuilder graph = context.Graph;
        int rank = context.Rank(module, x);
        int first = rank - pads.Length;
        if (mode == PaddingModes.Circular)
        {
            for (int i = 0; i < pads.Length; i++)
            {
                x = Wrapped(graph, x, first + i, pads[i]);
            }

            return x;
        }

        long[] outer = new long[first];
        long[] amounts = [.. outer, .. pads.Select(p => p.Before), .. outer, .. pads.Select(p => p.After)];
        return mode switch
        {
            PaddingModes.Reflect => graph.Pad(x, amounts, "reflect"),
            PaddingModes.Replicate => graph.Pad(x, amounts, "edge"),
            _ => graph.Pad(x, amounts, "constant", value == 0 ? default : context.Scalar(x, value, "value")),
        };
    }

    private static OnnxValue Wrapped(OnnxGraphBuilder graph, OnnxValue x, int axis, (long Before, long After) pad)
    {
        var parts = new List<OnnxValue>();
        if (pad.Before > 0)
        {
            parts.Add(graph.Slice(x, -pad.Before, long.MaxValue, axis));
        }

        parts.Add(x);
        if (pad.After > 0)
        {
            parts.Add(graph.Slice(x, 0, pad.After, axis));
        }

        return parts.Count == 1 ? x : graph.Concat([.. parts], axis);
    }

    private static OnnxValue Constant(PadBase module, int dimensions, OnnxValue x, ExportContext context) =>
        Around(context, module, x, Pairs(module, dimensions), PaddingModes.Constant, module.value);

    /// <summary>torch lists the last dimension first.</summary>
    private static (long Before, long After)[] Pairs(PadBase module, int dimensions)
    {
        long[] given = module.padding.Length == 1 ? [.. Enumerable.Repeat(module.padding[0], dimensions * 2)] : module.padding;
        return [.. Enumerable.Range(0, given.Length / 2).Reverse().Select(i => (given[2 * i], given[(2 * i) + 1]))];
    }
}
