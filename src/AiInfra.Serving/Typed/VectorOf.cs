using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Vectors of one .NET type. The methods are named by delegates, so that a trimmed application keeps them.</summary>
internal abstract class VectorOf<T> : VectorElements
{
    public override bool Holds(Type property) => property == typeof(T[]) || property == typeof(Memory<T>) || property == typeof(ReadOnlyMemory<T>);

    public override Expression Memory(Expression property) => property.Type == typeof(ReadOnlyMemory<T>) ? property : Expression.Convert(property, typeof(ReadOnlyMemory<T>));

    public override Expression Write(Expression slot, Expression input, Expression row, Expression memory, Expression name) =>
        Expression.Call(Writer.Method, slot, input, row, memory, name);

    public override Expression At(Expression memory, int element) => Expression.Call(Reader.Method, memory, Expression.Constant(element));

    public override Expression Read(Expression slot, Expression output, Expression row) => Expression.Call(Taker.Method, slot, output, row);

    protected abstract Func<ModelSlot, int, int, T[]> Taker { get; }

    protected abstract Action<ModelSlot, int, int, ReadOnlyMemory<T>, string> Writer { get; }

    protected abstract Func<ReadOnlyMemory<T>, int, Value> Reader { get; }
}
