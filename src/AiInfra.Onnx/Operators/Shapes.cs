namespace AiInfra.Onnx.Operators;

/// <summary>Arithmetic of shapes.</summary>
internal static class Shapes
{
    /// <summary>The shape two broadcast to (numpy's rules); null when unknown.</summary>
    public static OnnxShape? Broadcast(OnnxShape? a, OnnxShape? b)
    {
        if (a is null || b is null)
        {
            return null;
        }

        var dims = new OnnxDim[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= dims.Length; i++)
        {
            dims[^i] = i > a.Rank ? b[-i] : i > b.Rank ? a[-i] : Broadcast(a[-i], b[-i]);
        }

        return OnnxShape.Create(dims);
    }

    /// <summary>Whether two shapes are known not to broadcast.</summary>
    public static bool Clash(OnnxShape? a, OnnxShape? b)
    {
        for (int i = 1; a is not null && b is not null && i <= Math.Min(a.Rank, b.Rank); i++)
        {
            if (a[-i].Size is { } x && b[-i].Size is { } y && x != y && x != 1 && y != 1)
            {
                return true;
            }
        }

        return false;
    }

    public static bool Differ(OnnxDim a, OnnxDim b) => a.Size is { } x && b.Size is { } y && x != y;

    public static OnnxShape With(OnnxShape shape, int axis, OnnxDim dim)
    {
        OnnxDim[] dims = [.. shape];
        dims[axis] = dim;
        return OnnxShape.Create(dims);
    }

    /// <summary>An axis counted from the front, or -1 when it is outside.</summary>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : -1;

    /// <summary>Product of some dimensions; unknown when one is.</summary>
    public static OnnxDim Product(IEnumerable<OnnxDim> dims)
    {
        OnnxDim[] all = [.. dims];
        return all.Length == 1 ? all[0] : OnnxShape.Create(all).ElementCount is { } count ? count : OnnxDim.Unknown;
    }

    private static OnnxDim Broadcast(OnnxDim a, OnnxDim b) =>
        a.Size == 1 ? b : b.Size == 1 ? a
        : a.Size is not null ? a : b.Size is not null ? b
        : a == b ? a : OnnxDim.Unknown;
}
