using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Vectors of one .NET type. The methods are named by delegates, so that a trimmed application keeps them.</summary>
internal abstract class VectorOf<T> : VectorElements
{
    public override bool Holds(Type property) => property == typeof(T[]) || property == typeof(Memory<T>) || property == typeof(ReadOnlyMemory<T>);

    public override Expression Memory(Expression property) => property.Type == typeof(ReadOnlyMemory<T>) ? property
        : property.Type == typeof(T[]) ? Expression.Call(((Func<T[], ReadOnlyMemory<T>>)OfArray).Method, property)
        : Expression.Call(((Func<Memory<T>, ReadOnlyMemory<T>>)OfMemory).Method, property);

    public override Expression Write(Expression slot, Expression input, Expression row, Expression memory, Expression name) =>
        Expression.Call(Writer.Method, slot, input, row, memory, name);

    public override Expression At(Expression memory, int element) => Expression.Call(Reader.Method, memory, Expression.Constant(element));

    public override Expression Read(Expression slot, Expression output, Expression row) => Expression.Call(Taker.Method, slot, output, row);

    protected abstract Func<ModelSlot, int, int, T[]> Taker { get; }

    protected abstract Action<ModelSlot, int, int, ReadOnlyMemory<T>, string> Writer { get; }

    protected abstract Func<ReadOnlyMemory<T>, int, Value> Reader { get; }

    private static ReadOnlyMemory<T> OfArray(T[] values) => values;

    private static ReadOnlyMemory<T> OfMemory(Memory<T> values) => values;
}
