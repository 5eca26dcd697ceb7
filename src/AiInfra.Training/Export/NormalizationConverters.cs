using AiInfra.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Batch and layer normalisation.</summary>
internal static class NormalizationConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<BatchNorm>(ConvertBatch)
        .Add<LayerNorm>(ConvertLayer);

    private static OnnxValue ConvertBatch(BatchNorm norm, OnnxValue x, ExportContext context)
    {
        if (norm.running_mean is not { } mean || norm.running_var is not { } variance)
        {
            throw context.Unsupported(norm, "it keeps no running figures, so it needs the batch");
        }

        using Tensor? plainWeight = norm.affine ? null : ones_like(mean);
        using Tensor? plainBias = norm.affine ? null : zeros_like(mean);
        return context.Graph.Node(
            "BatchNormalization",
            [x, context.Constant("weight", plainWeight ?? norm.weight), context.Constant("bias", plainBias ?? norm.bias!), context.Constant("mean", mean), context.Constant("variance", variance)],
            [("epsilon", (float)norm.eps)]);
    }

    private static OnnxValue ConvertLayer(LayerNorm norm, OnnxValue x, ExportContext context)
    {
        using Tensor? plain = norm.elementwise_affine ? null : ones(norm.normalized_shape);
        OnnxValue weight = context.Constant("weight", plain ?? norm.weight);
        OnnxValue bias = norm.elementwise_affine && norm.bias is { } b ? context.Constant("bias", b) : default;
        return context.Graph.Node("LayerNormalization", [x, weight, bias], [("axis", -norm.normalized_shape.Length), ("epsilon", (float)norm.eps)]);
    }
}
