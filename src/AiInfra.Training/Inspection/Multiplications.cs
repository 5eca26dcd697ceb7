using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Inspection;

/// <summary>Multiplications of one call by the type of module.</summary>
internal static class Multiplications
{
    /// <summary>Null where they are not known: a module with weights of two and more dimensions of its own that is none of these.</summary>
    public static long? Of(ModuleCall call) => call.Module switch
    {
        Linear linear => call.Outputs[0].numel() * linear.in_features,
        Convolution when call.Module.parameters(false).FirstOrDefault(p => p.dim() > 2) is { } weight => OfConvolution(call, weight),
        Embedding or EmbeddingBag => 0,
        _ => call.Module.parameters(false).Any(p => p.dim() > 1) ? null : 0,
    };

    /// <summary>A number of the output sums over input channels and kernel; a transposed one spreads each number of the input so.</summary>
    private static long OfConvolution(ModuleCall call, Tensor weight)
    {
        long kernel = weight.shape.Skip(1).Aggregate(1L, (a, b) => a * b);
        bool transposed = call.Module.GetType().Name.Contains("Transpose", StringComparison.Ordinal);
        return (transposed ? call.Inputs[0] : call.Outputs[0]).numel() * kernel;
    }
}
