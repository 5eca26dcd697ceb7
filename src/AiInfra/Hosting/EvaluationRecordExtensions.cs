using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Evaluations and gates in terms of the record that a dataset was ingested as: a renamed property is a compiler error.</summary>
public static class EvaluationRecordExtensions
{
    /// <summary>Reports metrics for each value of a property, for example <c>e.SliceBy&lt;Reading&gt;(r => r.Site)</c>.</summary>
    /// <typeparam name="T">The record; the column is named as ingestion names it.</typeparam>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="property">The property.</param>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public static EvaluationBuilder SliceBy<T>(this EvaluationBuilder evaluation, Expression<Func<T, object?>> property)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.SliceBy(RecordColumns.Of(property).Name);
    }

    /// <summary>Judges fairness between the groups of a property. Several make intersections; call it again for each alone.</summary>
    /// <typeparam name="T">The record; the columns are named as ingestion names them.</typeparam>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="properties">The properties.</param>
    /// <exception cref="ArgumentException">None is given, or one is not a property of the record that stands in a column.</exception>
    public static EvaluationBuilder FairnessBy<T>(this EvaluationBuilder evaluation, params Expression<Func<T, object?>>[] properties)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.FairnessBy(Columns(properties));
    }

    /// <summary>A metric holds a bound for every value of a property with enough rows, for example <c>g.OnEverySlice&lt;Reading&gt;("accuracy", 0.7, r => r.Site)</c>.</summary>
    /// <typeparam name="T">The record; the column is named as ingestion names it.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="metric">A metric of the evaluation, by name.</param>
    /// <param name="value">The bound.</param>
    /// <param name="property">The property.</param>
    /// <param name="minimumRows">Rows a slice has at least, to be judged.</param>
    /// <exception cref="ArgumentException">The evaluation has no such metric, or it is not a property of the record that stands in a column.</exception>
    public static GateBuilder OnEverySlice<T>(this GateBuilder gate, string metric, double value, Expression<Func<T, object?>> property, int minimumRows = 30)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return gate.OnEverySlice(metric, value, RecordColumns.Of(property).Name, minimumRows);
    }

    /// <summary>Groups are no further apart than a bound, by one criterion of fairness.</summary>
    /// <typeparam name="T">The record; the columns are named as ingestion names them.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="criterion">What should be equal in all groups.</param>
    /// <param name="difference">The largest difference allowed between any two groups, from 0 to 1.</param>
    /// <param name="properties">The properties that make groups; several make intersections.</param>
    /// <exception cref="ArgumentException">None is given, or one is not a property of the record that stands in a column.</exception>
    public static GateBuilder FairWithin<T>(this GateBuilder gate, FairnessCriterion criterion, double difference, params Expression<Func<T, object?>>[] properties)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return gate.FairWithin(criterion, difference, Columns(properties));
    }

    private static string[] Columns<T>(Expression<Func<T, object?>>[] properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return [.. properties.Select(p => RecordColumns.Of(p).Name)];
    }
}
