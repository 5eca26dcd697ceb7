namespace AiInfra.Serving.Runtimes;

/// <summary>An input or output of a model: its name, element type and shape.</summary>
public sealed class TensorSpec
{
    private readonly long[] _shape;
    private readonly string?[] _symbols;

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">Name, compared ordinally.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions; -1 where the size is only known with the request.</param>
    /// <param name="symbols">Names of the dimensions that are -1, null where they have none. Dimensions of one name have one size.</param>
    public TensorSpec(string name, TensorType type, IEnumerable<long> shape, IEnumerable<string?>? symbols = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        Name = name;
        Type = type;
        _shape = [.. shape.Select(d => d < 0 ? -1 : d)];
        _symbols = symbols is null ? new string?[_shape.Length] : [.. symbols.Select(s => string.IsNullOrEmpty(s) ? null : s)];
        if (_symbols.Length != _shape.Length)
        {
            throw new ArgumentException($"Tensor '{name}' has {_shape.Length} dimensions and {_symbols.Length} symbols.", nameof(symbols));
        }
    }

    private TensorSpec(string name, TensorType type, RankLimits ranks)
        : this(name, type, [])
    {
        HasRank = false;
        Ranks = ranks;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Whether the number of dimensions is known. Where it is not, <see cref="Shape"/> is empty and any shape fits; an empty shape with a known rank is a scalar's.</summary>
    public bool HasRank { get; } = true;

    /// <summary>Dimensions; -1 where the size is only known with the request.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>Names of the dimensions that are -1; null for the others and for those without a name.</summary>
    public IReadOnlyList<string?> Symbols => _symbols;

    /// <summary>Whether the first dimension is open, so that rows of several requests can share a call.</summary>
    public bool HasRows => _shape.Length > 0 && _shape[0] < 0;

    /// <summary>Elements of one row where only the first dimension is open, otherwise -1.</summary>
    public long RowWidth => HasRows && !_shape.AsSpan(1).ContainsAnyInRange(long.MinValue, -1) ? Product(_shape.AsSpan(1)) : -1;

    /// <summary>What the runtime calls it, where that is another name.</summary>
    internal string RuntimeName { get => field ?? Name; init; }

    internal ReadOnlySpan<long> Dims => _shape;

    /// <summary>Where the rank is not known: how many dimensions do the runtime no harm.</summary>
    internal RankLimits Ranks { get; } = RankLimits.None;

    /// <summary>The shape in words, for example "[N,4]"; "[…]" where not even the rank is known.</summary>
    internal string ShapeText => HasRank
        ? $"[{string.Join(",", _shape.Select((d, i) => d >= 0 ? d.ToString(System.Globalization.CultureInfo.InvariantCulture) : _symbols[i] ?? "?"))}]"
        : "[…]";

    /// <summary>A tensor of which not even the number of dimensions is known before the request.</summary>
    /// <param name="name">Name, compared ordinally.</param>
    /// <param name="type">Element type.</param>
    public static TensorSpec OfAnyShape(string name, TensorType type) => OfAnyShape(name, type, RankLimits.None);

    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Type.ProtocolName()}{ShapeText}";

    internal static TensorSpec OfAnyShape(string name, TensorType type, RankLimits ranks, string? runtimeName = null) => new(name, type, ranks) { RuntimeName = runtimeName ?? name };

    private static long Product(ReadOnlySpan<long> dims)
    {
        long product = 1;
        foreach (long dim in dims)
        {
            product = checked(product * dim);
        }

        return product;
    }
}
