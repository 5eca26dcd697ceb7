using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using AiInfra.Core.Rows;

namespace AiInfra.Evaluation;

/// <summary>Composes an <see cref="EvaluationPlan"/> over rows, whose columns are named; over the records of one type <see cref="EvaluationBuilder{T}"/> does.</summary>
/// <param name="name">Name of the evaluation.</param>
public sealed class EvaluationBuilder(string name) : EvaluationBuilderBase<EvaluationBuilder>(name)
{
    /// <summary>One slice a value (or range) of a record's property, for example <c>e.SliceBy&lt;Reading&gt;(r => r.Site)</c>.</summary>
    /// <typeparam name="T">The record; the column is named as ingestion names it.</typeparam>
    /// <param name="property">The property.</param>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public EvaluationBuilder SliceBy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(Expression<Func<T, object?>> property) => SliceBy(RecordColumns.Of(property).Name);

    /// <summary>Judges fairness between the groups of a record's property. Several make intersections; call it again for each alone.</summary>
    /// <typeparam name="T">The record; the columns are named as ingestion names them.</typeparam>
    /// <param name="properties">The properties.</param>
    /// <exception cref="ArgumentException">None is given, or one is not a property of the record that stands in a column.</exception>
    public EvaluationBuilder FairnessBy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(params Expression<Func<T, object?>>[] properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return FairnessBy([.. properties.Select(p => RecordColumns.Of(p).Name)]);
    }
}
