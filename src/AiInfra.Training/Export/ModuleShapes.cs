using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>What converters need to know of a value's shape, or an error that says so.</summary>
internal static class ModuleShapes
{
    /// <summary>The rank.</summary>
    public static int Rank(this ExportContext context, nn.Module module, OnnxValue x) =>
        x.Shape?.Rank ?? throw context.Unsupported(module, $"the rank of its input '{x.Name}' is not known; say it with Graph.Said where the value is made");

    /// <summary>The rank, which must be one of these.</summary>
    public static int Rank(this ExportContext context, nn.Module module, OnnxValue x, params ReadOnlySpan<int> allowed)
    {
        int rank = context.Rank(module, x);
        return allowed.Contains(rank) ? rank : throw context.Unsupported(module, $"its input {x} has {rank} dimensions; it is written for {string.Join(" or ", allowed.ToArray())}");
    }

    /// <summary>A dimension counted from the front.</summary>
    public static int Axis(this ExportContext context, nn.Module module, OnnxValue x, long axis)
    {
        int rank = context.Rank(module, x);
        return axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw context.Unsupported(module, $"dimension {axis} is not one of {x}");
    }

    /// <summary>A size that must be known when the model is written.</summary>
    public static long Size(this ExportContext context, nn.Module module, OnnxValue x, int axis) =>
        x.Shape is { } shape && shape[axis].Size is { } size ? size : throw context.Unsupported(module, $"the size of dimension {axis} of its input {x} must be known when it is written");

    /// <summary>How many inputs are given, which must be from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static int Inputs(this ExportContext context, nn.Module module, IReadOnlyList<OnnxValue> inputs, int least, int most) =>
        inputs.Count >= least && inputs.Count <= most ? inputs.Count
        : throw context.Unsupported(module, $"it takes {(least == most ? $"{least}" : $"{least} to {most}")} inputs, {inputs.Count} were given");

    /// <summary>An optional input; the default value where it is not given.</summary>
    public static OnnxValue Optional(this IReadOnlyList<OnnxValue> inputs, int index) => index < inputs.Count ? inputs[index] : default;

    /// <summary>A constant of x's element type.</summary>
    public static OnnxValue Scalar(this ExportContext context, OnnxValue x, double value, string name = "constant") => x.ElementType switch
    {
        OnnxElementType.Double => context.Graph.Constant(value, name),
        OnnxElementType.Float16 => context.Graph.Constant((Half)value, name),
        OnnxElementType.Int64 => context.Graph.Constant((long)value, name),
        _ => context.Graph.Constant((float)value, name),
    };
}
