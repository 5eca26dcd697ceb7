using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using AiInfra.Core.Rows;

namespace AiInfra.Evaluation;

/// <summary>Composes an <see cref="EvaluationPlan"/> over records: a renamed property is a compiler error. A column is named as ingestion names it: by the property, or by its <c>[Column]</c>.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="name">Name of the evaluation.</param>
public sealed class EvaluationBuilder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string name)
    : EvaluationBuilderBase<EvaluationBuilder<T>>(name)
{
    /// <summary>Names the truth by its property, for example <c>r => r.Up</c>.</summary>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public EvaluationBuilder<T> Target(Expression<Func<T, object?>> property) => Target(RecordColumns.Of(property).Name);

    /// <summary>One slice a value (or range) of a property, for example <c>r => r.Site</c>.</summary>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public EvaluationBuilder<T> SliceBy(Expression<Func<T, object?>> property) => SliceBy(RecordColumns.Of(property).Name);

    /// <summary>Judges fairness between the groups of a property. Several make intersections; call it again for each alone.</summary>
    /// <exception cref="ArgumentException">None is given, or one is not a property of the record that stands in a column.</exception>
    public EvaluationBuilder<T> FairnessBy(params Expression<Func<T, object?>>[] properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return FairnessBy([.. properties.Select(p => RecordColumns.Of(p).Name)]);
    }
}
