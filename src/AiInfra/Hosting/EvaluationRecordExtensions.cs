using System.Linq.Expressions;
using AiInfra.Data.Records;
using AiInfra.Evaluation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Evaluations in terms of the record that a dataset was ingested as.</summary>
public static class EvaluationRecordExtensions
{
    /// <summary>Reports metrics for each value of a property, for example <c>e.SliceBy&lt;Reading&gt;(r => r.Site)</c>: a renamed property is a compiler error.</summary>
    /// <typeparam name="T">The record; the column is named as ingestion names it.</typeparam>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="property">The property.</param>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public static EvaluationBuilder SliceBy<T>(this EvaluationBuilder evaluation, Expression<Func<T, object?>> property)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.SliceBy(RecordColumns.Of(property).Name);
    }
}
