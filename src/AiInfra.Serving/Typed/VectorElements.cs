using System.Linq.Expressions;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>How a property of many elements stands in a tensor of several elements a row: an array, or memory, of what the tensor's elements are.</summary>
internal abstract class VectorElements
{
    private static readonly VectorElements?[] s_all = [.. Enum.GetValues<TensorType>().Select(t => t.Accept<Make, VectorElements?>(default))];

    /// <summary>The one of an element type; null for BF16, whose elements no type of .NET is.</summary>
    public static VectorElements? Of(TensorType type) => s_all[(int)type];

    /// <summary>Whether a property is such a vector.</summary>
    public abstract bool Holds(Type property);

    /// <summary>The property as memory.</summary>
    public abstract Expression Memory(Expression property);

    /// <summary>Writes a row's elements.</summary>
    public abstract Expression Write(Expression slot, Expression input, Expression row, Expression memory, Expression name);

    /// <summary>One element as a value.</summary>
    public abstract Expression At(Expression memory, int element);

    /// <summary>A row's elements as an array.</summary>
    public abstract Expression Read(Expression slot, Expression output, Expression row);

    protected static void CheckWidth(SlotTensor to, int came, string name)
    {
        if (came != to.RowWidth)
        {
            throw new InferenceRequestException($"Property '{name}'", $"{to.RowWidth} elements", $"{came}");
        }
    }

    private readonly struct Make : ITensorVisitor<VectorElements?>
    {
        public VectorElements Integer<T>()
            where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> => new NumberVector<T, IntegerElement<T>>();

        public VectorElements Float<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>, System.Numerics.IMinMaxValue<T> => new NumberVector<T, FloatElement<T>>();

        public VectorElements? BFloat16() => null;

        public VectorElements Boolean() => new NumberVector<bool, BooleanElement>();

        public VectorElements Text() => new TextVector();
    }
}
