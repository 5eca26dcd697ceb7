using AiInfra.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Larger and smaller pictures.</summary>
internal static class ResizeConverters
{
    // torch's bicubic kernel.
    private const float Cubic = -0.75f;

    public static void AddTo(ModuleConverters converters) => converters.Add<Upsample>(Convert);

    private static OnnxValue Convert(Upsample module, OnnxValue x, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        int rank = context.Rank(module, x, module.mode switch
        {
            UpsampleMode.Linear => [3],
            UpsampleMode.Bilinear or UpsampleMode.Bicubic => [4],
            UpsampleMode.Trilinear => [5],
            _ => [3, 4, 5],
        });
        string place = module.mode == UpsampleMode.Nearest ? "asymmetric" : module.align_corners == true ? "align_corners" : "half_pixel";
        List<OnnxAttribute> attributes =
        [
            ("mode", module.mode switch { UpsampleMode.Nearest => "nearest", UpsampleMode.Bicubic => "cubic", _ => "linear" }),
            ("coordinate_transformation_mode", place),
            ("nearest_mode", "floor"),
        ];
        if (module.mode == UpsampleMode.Bicubic)
        {
            attributes.Add(("cubic_coeff_a", Cubic));
        }

        if (module.size.Length > 0)
        {
            long[] sizes = Wide(module.size.ToArray(), rank - 2);
            OnnxValue all = graph.Concat([graph.Slice(graph.Shape(x), 0, 2, 0), graph.Initializer("size", sizes)], 0);
            OnnxValue resized = graph.Node("Resize", [x, default, default, all], [.. attributes]);
            return graph.Said(resized, OnnxShape.Create([x.Shape![0], x.Shape[1], .. sizes.Select(s => (OnnxDim)s)]));
        }

        double[] factors = module.scale_factor.ToArray();
        float[] scales = [1f, 1f, .. (factors.Length == 1 ? [.. Enumerable.Repeat(factors[0], rank - 2)] : factors).Select(f => (float)f)];
        return module.recompute_scale_factor == true && scales.Any(s => s != MathF.Floor(s))
            ? throw context.Unsupported(module, "recompute_scale_factor is written for whole factors only")
            : graph.Node("Resize", [x, default, graph.Initializer("scales", scales)], [.. attributes]);
    }

    private static long[] Wide(long[] sizes, int dimensions) => sizes.Length == 1 ? [.. Enumerable.Repeat(sizes[0], dimensions)] : sizes;
}
