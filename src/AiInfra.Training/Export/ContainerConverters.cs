using AiInfra.Onnx;
using AiInfra.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Modules that hold others, modules that do nothing in evaluation mode, and the network of tables.</summary>
internal static class ContainerConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<Dropout>((_, x, _) => x)
        .Add<Dropout1d>((_, x, _) => x)
        .Add<Dropout2d>((_, x, _) => x)
        .Add<Dropout3d>((_, x, _) => x)
        .Add<AlphaDropout>((_, x, _) => x)
        .Add<FeatureAlphaDropout>((_, x, _) => x)
        .Add<Identity>((_, x, _) => x)
        .Add<Sequential>((m, x, c) => Chain(m, x, c))
        .Add<Recomputed>((m, x, c) => c.Convert(m.Inner, "inner", x))
        .Add<Mlp>(ConvertMlp);

    private static OnnxValue Chain(Sequential sequential, OnnxValue x, ExportContext context)
    {
        foreach ((string name, nn.Module child) in sequential.named_children())
        {
            x = context.Convert(child, name, x);
        }

        return x;
    }

    private static OnnxValue ConvertMlp(Mlp mlp, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        int expected = mlp.Embeddings.Count > 0 ? 2 : 1;
        context.Inputs(mlp, inputs, expected, expected);
        OnnxValue x = inputs[0];
        if (expected == 2)
        {
            var parts = new List<OnnxValue>();
            if (mlp.Shape.Width > 0)
            {
                parts.Add(x);
            }

            for (int i = 0; i < mlp.Embeddings.Count; i++)
            {
                OnnxValue column = context.Graph.Gather(inputs[1], context.Graph.Constant((long)i, "column"), axis: 1);
                parts.Add(context.Convert(mlp.Embeddings[i], $"embeddings.{i}", column));
            }

            x = parts.Count == 1 ? parts[0] : context.Graph.Concat([.. parts], 1);
        }

        OnnxValue output = context.Convert(mlp.Layers, "layers", x);
        if (mlp.Design.Members == 1)
        {
            return output;
        }

        OnnxGraphBuilder graph = context.Graph;
        OnnxValue sum = graph.ReduceSum(mlp.Shape.Outputs == 1 ? output : graph.Softmax(output, 2), [0], keepDims: false);
        OnnxValue mean = graph.Mul(sum, graph.Constant(1f / mlp.Design.Members, "share"));
        return mlp.Shape.Outputs == 1 ? mean : graph.Log(mean);
    }
}
