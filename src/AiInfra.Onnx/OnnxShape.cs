using System.Collections;
using System.Runtime.CompilerServices;

namespace AiInfra.Onnx;

/// <summary>Dimensions in order, for example <c>["batch", 4]</c>. Empty is a scalar. A shape that is not known is null where it stands.</summary>
[CollectionBuilder(typeof(OnnxShape), nameof(Create))]
public sealed class OnnxShape : IReadOnlyList<OnnxDim>, IEquatable<OnnxShape>
{
    private readonly OnnxDim[] _dims;

    private OnnxShape(OnnxDim[] dims) => _dims = dims;

    /// <summary>The shape of a scalar.</summary>
    public static OnnxShape Scalar { get; } = new([]);

    /// <summary>Number of dimensions.</summary>
    public int Rank => _dims.Length;

    int IReadOnlyCollection<OnnxDim>.Count => _dims.Length;

    /// <summary>A dimension; a negative index counts from the end, -1 being the last.</summary>
    public OnnxDim this[int index] => _dims[index < 0 ? index + _dims.Length : index];

    /// <summary>A shape of these dimensions.</summary>
    public static OnnxShape Create(ReadOnlySpan<OnnxDim> dims) => new(dims.ToArray());

    /// <summary>A shape of fixed sizes.</summary>
    public static OnnxShape Of(params ReadOnlySpan<long> sizes)
    {
        var dims = new OnnxDim[sizes.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = sizes[i];
        }

        return new(dims);
    }

    /// <summary>Number of elements, where all dimensions are fixed and the product fits.</summary>
    public long? ElementCount
    {
        get
        {
            Int128 product = 1;
            foreach (OnnxDim dim in _dims)
            {
                if (dim.Size is not { } size || size < 0 || (product *= size) > long.MaxValue)
                {
                    return null;
                }
            }

            return (long)product;
        }
    }

    /// <inheritdoc />
    public IEnumerator<OnnxDim> GetEnumerator() => _dims.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(OnnxShape? other) => other is not null && _dims.AsSpan().SequenceEqual(other._dims);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as OnnxShape);

    /// <inheritdoc />
    public override int GetHashCode() => _dims.Aggregate(_dims.Length, HashCode.Combine);

    /// <inheritdoc />
    public override string ToString() => $"[{string.Join(", ", _dims)}]";
}
