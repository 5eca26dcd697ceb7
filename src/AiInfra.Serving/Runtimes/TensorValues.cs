using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>Elements of tensors as values of rows and back, with one rule of what is missing: NaN in numbers with a fraction, <see cref="MissingInstant"/> in int64, the empty text. Found once for a tensor, then used for its elements.</summary>
/// <remarks>Instants are int64 milliseconds since 1970, UTC; booleans are 0 and 1 in numbers. Rounding to the precision of a floating-point element is what that element means; anything else that does not fit is refused.</remarks>
public abstract class TensorValues
{
    /// <summary>The int64 that stands for a missing instant or number.</summary>
    public const long MissingInstant = long.MinValue;

    private static readonly TensorValues[] s_all = [.. Enum.GetValues<TensorType>().Select(t => t.Accept<Make, TensorValues>(default))];

    private protected TensorValues(ValueKind kind, bool hasMissing, bool hasFraction) => (Kind, HasMissing, HasFraction) = (kind, hasMissing, hasFraction);

    /// <summary>Kind of the values that are read.</summary>
    public ValueKind Kind { get; }

    /// <summary>Whether an element can say that its value is missing.</summary>
    public bool HasMissing { get; }

    /// <summary>Whether the elements are numbers with a fraction.</summary>
    public bool HasFraction { get; }

    /// <summary>Those of an element type.</summary>
    public static TensorValues Of(TensorType type) => s_all[(int)type];

    /// <summary>One element as a value.</summary>
    public Value Read(SlotTensor from, int at)
    {
        Value value = default;
        Read(from, at, new Span<Value>(ref value));
        return value;
    }

    /// <summary>One element as a value.</summary>
    public Value Read(TensorData from, int at)
    {
        Value value = default;
        Read(from, at, new Span<Value>(ref value));
        return value;
    }

    /// <summary>Elements as values: as many as there is room for, from one on.</summary>
    public abstract void Read(SlotTensor from, int first, Span<Value> to);

    /// <summary>Elements as values: as many as there is room for, from one on.</summary>
    public abstract void Read(TensorData from, int first, Span<Value> to);

    /// <summary>Whether an element holds a value.</summary>
    public abstract bool Fits(Value value);

    /// <summary>Writes a value as an element.</summary>
    /// <param name="to">The tensor.</param>
    /// <param name="at">The element.</param>
    /// <param name="value">The value.</param>
    /// <param name="column">Where it comes from, for the error.</param>
    /// <exception cref="InferenceRequestException">The element does not hold the value.</exception>
    public abstract void Write(SlotTensor to, int at, Value value, string column);

    /// <summary>Writes rows of a column as elements: the first at <paramref name="at"/>, each further <paramref name="stride"/> elements on.</summary>
    /// <exception cref="InferenceRequestException">The elements do not hold a value.</exception>
    internal abstract void Write(SlotTensor to, int at, int stride, ColumnData column, int start, int count, string name);

    /// <summary>Gathers elements into a column of so many rows.</summary>
    internal abstract TensorColumn Column(int rows);

    private protected static InferenceRequestException Wrong(string column, string expected, Value value) =>
        new($"Column '{column}'", expected, string.Create(CultureInfo.InvariantCulture, $"{value.Kind} '{value}'"));

    private readonly struct Make : ITensorVisitor<TensorValues>
    {
        public TensorValues Integer<T>()
            where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> => new ElementValues<T, IntegerElement<T>>();

        public TensorValues Float<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>, System.Numerics.IMinMaxValue<T> => new ElementValues<T, FloatElement<T>>();

        public TensorValues BFloat16() => new ElementValues<ushort, BrainFloatElement>();

        public TensorValues Boolean() => new ElementValues<bool, BooleanElement>();

        public TensorValues Text() => new TextValues();
    }
}
