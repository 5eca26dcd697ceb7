using System.Linq.Expressions;
using AiInfra.Core.Rows;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Hosting;

/// <summary>Says how a deployment goes on learning in terms of a record: a renamed property is a compiler error.</summary>
/// <typeparam name="T">The record that the dataset was ingested as.</typeparam>
public sealed class LearningBuilder<T> : LearningBuilderBase<LearningBuilder<T>>
{
    internal LearningBuilder(IServiceCollection services, string name)
        : base(services, name)
    {
    }

    /// <summary>Names the column to learn by its property, for example <c>r => r.Up</c>.</summary>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public LearningBuilder<T> Target(Expression<Func<T, object?>> property) => Target(RecordColumns.Of(property).Name);
}
