using AiInfra.Onnx.Operators;

namespace AiInfra.Onnx.Optimization;

/// <summary>What some operators give for constants; null for those that are left to the runtime.</summary>
internal static class ConstantOperators
{
    public static OnnxTensor? Compute(OnnxNode node, OnnxTensor[] inputs)
    {
        OnnxTensor x = inputs[0];
        return node.OpType switch
        {
            "Identity" => x,
            "Reshape" => Reshaped(node, x, inputs[1]),
            "Squeeze" when inputs.Length == 2 => Sized(x, [.. x.Dims.Where((_, i) => !Axes(inputs[1], x.Dims.Count).Contains(i))]),
            "Unsqueeze" => Unsqueezed(x, inputs[1]),
            "Transpose" => Transposed(node, x),
            "Cast" => Converted(x, (OnnxElementType)node.IntAttribute("to", 0)),
            "Concat" => Joined(node, inputs),
            "Gather" => Gathered(node, x, inputs[1]),
            "Neg" => Each(x, v => -v, v => -v),
            "Abs" => Each(x, MathF.Abs, Math.Abs),
            "Sqrt" => Each(x, MathF.Sqrt, null),
            "Reciprocal" => Each(x, v => 1 / v, null),
            "Exp" => Each(x, MathF.Exp, null),
            "Add" => Pairs(x, inputs[1], (a, b) => a + b, (a, b) => a + b),
            "Sub" => Pairs(x, inputs[1], (a, b) => a - b, (a, b) => a - b),
            "Mul" => Pairs(x, inputs[1], (a, b) => a * b, (a, b) => a * b),
            "Div" when x.ElementType == OnnxElementType.Float => Pairs(x, inputs[1], (a, b) => a / b, null),
            _ => null,
        };
    }

    private static OnnxTensor Sized(OnnxTensor x, long[] dims) => OnnxTensor.OfRaw(x.Name, x.ElementType, x.Data, dims);

    private static HashSet<int> Axes(OnnxTensor axes, int rank) => [.. axes.AsSpan<long>().ToArray().Select(a => Shapes.Axis(a, rank))];

    private static OnnxTensor? Reshaped(OnnxNode node, OnnxTensor x, OnnxTensor shape)
    {
        if (x.ElementType == OnnxElementType.String || node.IntAttribute("allowzero", 0) != 0)
        {
            return null;
        }

        long[] dims = [.. shape.AsSpan<long>().ToArray().Select((s, i) => s == 0 && i < x.Dims.Count ? x.Dims[i] : s)];
        long rest = dims.Where(d => d != -1).Aggregate(1L, (a, b) => a * b);
        dims = [.. dims.Select(d => d == -1 && rest > 0 ? x.Count / rest : d)];
        return dims.All(d => d >= 0) && dims.Aggregate(1L, (a, b) => a * b) == x.Count ? Sized(x, dims) : null;
    }

    private static OnnxTensor Unsqueezed(OnnxTensor x, OnnxTensor axes)
    {
        List<long> dims = [.. x.Dims];
        foreach (int axis in Axes(axes, x.Dims.Count + (int)axes.Count).Order())
        {
            dims.Insert(axis, 1);
        }

        return Sized(x, [.. dims]);
    }

    private static OnnxTensor? Transposed(OnnxNode node, OnnxTensor x)
    {
        int size = OnnxElementTypes.BitsOf(x.ElementType) / 8;
        if (size == 0)
        {
            return null;
        }

        int rank = x.Dims.Count;
        int[] order = node.Attribute("perm") is { } perm ? [.. perm.AsInts().Select(i => (int)i)] : [.. Enumerable.Range(0, rank).Reverse()];
        long[] dims = [.. order.Select(o => x.Dims[o])];
        long[] strides = Strides(x.Dims);
        byte[] data = new byte[x.Data.Length];
        ReadOnlySpan<byte> from = x.Data.Span;
        long[] at = new long[rank];
        for (long i = 0; i < x.Count; i++)
        {
            long source = 0;
            for (int d = 0; d < rank; d++)
            {
                source += at[d] * strides[order[d]];
            }

            from.Slice((int)(source * size), size).CopyTo(data.AsSpan((int)(i * size)));
            for (int d = rank - 1; d >= 0 && ++at[d] == dims[d]; d--)
            {
                at[d] = 0;
            }
        }

        return OnnxTensor.OfRaw(x.Name, x.ElementType, data, dims);
    }

    private static OnnxTensor? Converted(OnnxTensor x, OnnxElementType to) => (x.ElementType, to) switch
    {
        (var from, _) when from == to => x,
        (OnnxElementType.Int64, OnnxElementType.Float) => OnnxTensor.Of<float>(x.Name, [.. x.AsSpan<long>().ToArray().Select(v => (float)v)], [.. x.Dims]),
        (OnnxElementType.Double, OnnxElementType.Float) => OnnxTensor.Of<float>(x.Name, [.. x.AsSpan<double>().ToArray().Select(v => (float)v)], [.. x.Dims]),
        (OnnxElementType.Float, OnnxElementType.Double) => OnnxTensor.Of<double>(x.Name, [.. x.AsSpan<float>().ToArray().Select(v => (double)v)], [.. x.Dims]),
        (OnnxElementType.Int32, OnnxElementType.Int64) => OnnxTensor.Of<long>(x.Name, [.. x.AsSpan<int>().ToArray().Select(v => (long)v)], [.. x.Dims]),
        _ => null,
    };

    private static OnnxTensor? Joined(OnnxNode node, OnnxTensor[] parts) => parts.All(p => p.ElementType == OnnxElementType.Int64 && p.Dims.Count == 1)
        ? OnnxTensor.Of<long>("joined", [.. parts.SelectMany(p => p.AsSpan<long>().ToArray())])
        : null;

    private static OnnxTensor? Gathered(OnnxNode node, OnnxTensor x, OnnxTensor at)
    {
        if (x.ElementType != OnnxElementType.Int64 || x.Dims.Count != 1 || at.ElementType != OnnxElementType.Int64 || node.IntAttribute("axis", 0) != 0)
        {
            return null;
        }

        long[] values = x.AsSpan<long>().ToArray();
        long[] places = [.. at.AsSpan<long>().ToArray().Select(i => i < 0 ? i + values.Length : i)];
        return places.All(i => i >= 0 && i < values.Length) ? OnnxTensor.OfRaw(x.Name, x.ElementType, OnnxTensor.Of<long>("", [.. places.Select(i => values[i])]).Data, [.. at.Dims]) : null;
    }

    private static OnnxTensor? Each(OnnxTensor x, Func<float, float> floats, Func<long, long>? longs) => x.ElementType switch
    {
        OnnxElementType.Float => OnnxTensor.OfRaw(x.Name, x.ElementType, OnnxTensor.Of<float>("", [.. x.AsSpan<float>().ToArray().Select(floats)]).Data, [.. x.Dims]),
        OnnxElementType.Int64 when longs is not null => OnnxTensor.OfRaw(x.Name, x.ElementType, OnnxTensor.Of<long>("", [.. x.AsSpan<long>().ToArray().Select(longs)]).Data, [.. x.Dims]),
        _ => null,
    };

    private static OnnxTensor? Pairs(OnnxTensor a, OnnxTensor b, Func<float, float, float> floats, Func<long, long, long>? longs)
    {
        if (a.ElementType != b.ElementType || Shapes.Broadcast(OnnxShape.Of([.. a.Dims]), OnnxShape.Of([.. b.Dims])) is not { ElementCount: { } count } shape)
        {
            return null;
        }

        long[] dims = [.. shape.Select(d => d.Size!.Value)];
        return a.ElementType switch
        {
            OnnxElementType.Float => OnnxTensor.OfRaw(a.Name, a.ElementType, OnnxTensor.Of<float>("", Spread(a.AsSpan<float>(), a.Dims, b.AsSpan<float>(), b.Dims, dims, count, floats)).Data, dims),
            OnnxElementType.Int64 when longs is not null => OnnxTensor.OfRaw(a.Name, a.ElementType, OnnxTensor.Of<long>("", Spread(a.AsSpan<long>(), a.Dims, b.AsSpan<long>(), b.Dims, dims, count, longs)).Data, dims),
            _ => null,
        };
    }

    private static T[] Spread<T>(ReadOnlySpan<T> a, IReadOnlyList<long> aDims, ReadOnlySpan<T> b, IReadOnlyList<long> bDims, long[] dims, long count, Func<T, T, T> join)
    {
        var result = new T[count];
        long[] aStrides = Aligned(aDims, dims.Length), bStrides = Aligned(bDims, dims.Length), at = new long[dims.Length];
        for (long i = 0; i < count; i++)
        {
            long p = 0, q = 0;
            for (int d = 0; d < dims.Length; d++)
            {
                p += at[d] * aStrides[d];
                q += at[d] * bStrides[d];
            }

            result[i] = join(a[(int)p], b[(int)q]);
            for (int d = dims.Length - 1; d >= 0 && ++at[d] == dims[d]; d--)
            {
                at[d] = 0;
            }
        }

        return result;
    }

    /// <summary>Strides of the last dimensions; none along one that is repeated.</summary>
    private static long[] Aligned(IReadOnlyList<long> dims, int rank)
    {
        long[] strides = Strides(dims);
        return [.. Enumerable.Repeat(0L, rank - dims.Count), .. dims.Select((d, i) => d == 1 ? 0 : strides[i])];
    }

    private static long[] Strides(IReadOnlyList<long> dims)
    {
        long[] strides = new long[dims.Count];
        long step = 1;
        for (int i = dims.Count - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= dims[i];
        }

        return strides;
    }
}
