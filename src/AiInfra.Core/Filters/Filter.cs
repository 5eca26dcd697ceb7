namespace AiInfra.Core.Filters;

/// <summary>
/// A filter in MLflow's grammar: conditions joined by <c>AND</c>, each <c>entity.key operator value</c>, for example <c>metrics.auc &gt; 0.9 AND params."learning rate" = '0.1'</c>.
/// There is neither <c>OR</c> nor grouping. Keys with odd characters stand in double quotes or backticks; texts stand in single or double quotes, and a quote within is doubled.
/// </summary>
/// <remarks>What entities and keys there are is for whoever searches to say. Source of the grammar: MLflow, "Search syntax".</remarks>
public static class Filter
{
    /// <summary>Reads a filter.</summary>
    /// <param name="text">The filter; null or empty has no conditions.</param>
    /// <exception cref="FilterException">It is none.</exception>
    public static IReadOnlyList<FilterCondition> Parse(string? text)
    {
        var reader = new FilterReader(text ?? "");
        var conditions = new List<FilterCondition>();
        if (reader.AtEnd)
        {
            return conditions;
        }

        while (true)
        {
            conditions.Add(reader.Condition());
            if (reader.AtEnd)
            {
                return conditions;
            }

            reader.And();
        }
    }

    /// <summary>Reads an order: <c>entity.key</c>, <c>ASC</c> or <c>DESC</c>.</summary>
    /// <param name="text">One item, for example <c>metrics.auc DESC</c>.</param>
    /// <exception cref="FilterException">It is none.</exception>
    public static FilterOrder ParseOrder(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new FilterReader(text);
        (string? entity, string key) = reader.Name();
        bool descending = reader.Direction();
        return reader.AtEnd ? new FilterOrder(entity, key, descending) : throw reader.Fault("Expected ASC, DESC or the end of the order; order by several things as several items");
    }
}
