using System.Linq.Expressions;
using AiInfra.Core.Rows;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Hosting;

/// <summary>Says how a deployment goes on learning, the target in terms of a record: a renamed property is a compiler error. Name dataset and target first; what follows is of <see cref="LearningBuilder"/>.</summary>
/// <typeparam name="T">The record that the dataset was ingested as.</typeparam>
public sealed class LearningBuilder<T> : LearningBuilder
{
    internal LearningBuilder(IServiceCollection services, string deployment)
        : base(services, deployment)
    {
    }

    /// <inheritdoc cref="LearningBuilder.On" />
    public new LearningBuilder<T> On(string dataset, bool comesLater = false)
    {
        base.On(dataset, comesLater);
        return this;
    }

    /// <summary>Names the column to learn by its property, for example <c>r => r.Up</c>.</summary>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public LearningBuilder<T> Target(Expression<Func<T, object?>> property)
    {
        base.Target(RecordColumns.Of(property).Name);
        return this;
    }
}
