using AiInfra.Onnx;
using TorchSharp.Modules;

namespace AiInfra.Training.Export;

/// <summary>How alike two tensors are.</summary>
internal static class DistanceConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<CosineSimilarity>(ConvertCosine)
        .Add<PairwiseDistance>(ConvertDistance);

    private static OnnxValue ConvertCosine(CosineSimilarity module, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        context.Inputs(module, inputs, 2, 2);
        OnnxGraphBuilder graph = context.Graph;
        int axis = context.Axis(module, inputs[0], module.dim);
        OnnxValue floor = context.Scalar(inputs[0], module.eps, "eps");
        OnnxValue Unit(OnnxValue x) => graph.Div(x, graph.Max(graph.ReduceL2(x, [axis]), floor));
        return graph.ReduceSum(graph.Mul(Unit(inputs[0]), Unit(inputs[1])), [axis], keepDims: false);
    }

    /// <summary>‖x1 - x2 + eps‖ over the last dimension.</summary>
    private static OnnxValue ConvertDistance(PairwiseDistance module, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        context.Inputs(module, inputs, 2, 2);
        OnnxGraphBuilder graph = context.Graph;
        OnnxValue apart = graph.Add(graph.Sub(inputs[0], inputs[1]), context.Scalar(inputs[0], module.eps, "eps"));
        if (module.norm == 2)
        {
            return graph.ReduceL2(apart, [-1], module.keepdim);
        }

        OnnxValue sizes = graph.Abs(apart);
        return double.IsPositiveInfinity(module.norm) ? graph.ReduceMax(sizes, [-1], module.keepdim)
            : module.norm == 1 ? graph.ReduceSum(sizes, [-1], module.keepdim)
            : graph.Pow(graph.ReduceSum(graph.Pow(sizes, context.Scalar(sizes, module.norm, "power")), [-1], module.keepdim), context.Scalar(sizes, 1 / module.norm, "root"));
    }
}
