using AiInfra.Core.Filters;

namespace AiInfra.Core.Catalog;

/// <summary>
/// Filters and orders of runs, as MLflow writes them. Entities: <c>metrics</c> (=, !=, &lt;, &lt;=, &gt;, &gt;=; a number), <c>params</c> and <c>tags</c> (=, !=, LIKE, ILIKE, IS NULL, IS NOT NULL; a text),
/// <c>datasets.name</c>, <c>digest</c>, <c>context</c> (=, !=, LIKE, ILIKE, IN, NOT IN), and <c>attributes</c>, whose name may be left out:
/// <c>run_id</c>, <c>run_name</c>, <c>status</c>, <c>artifact_uri</c>, <c>user_id</c>, <c>experiment</c>, <c>kind</c> (texts; IN and NOT IN for <c>run_id</c>), <c>start_time</c> and <c>end_time</c> (milliseconds since 1970).
/// </summary>
/// <remarks>
/// A run without the metric, parameter or tag meets no condition on it, also not <c>!=</c>. NaN meets <c>!=</c> alone. A status is RUNNING, FINISHED, FAILED or KILLED, which is a cancelled or interrupted run; SCHEDULED is none's.
/// </remarks>
public static class RunFilter
{
    private const string Entities = "metrics, params, tags, attributes, datasets";
    private static readonly string[] s_texts = ["artifact_uri", "experiment", "kind", "run_id", "run_name", "status", "user_id"];
    private static readonly string[] s_numbers = ["end_time", "start_time"];
    private static readonly string[] s_datasets = ["context", "digest", "name"];

    /// <summary>Reads a filter.</summary>
    /// <exception cref="FilterException">It is none, or a condition does not suit runs.</exception>
    public static IReadOnlyList<RunCondition> Parse(string? filter) => [.. Filter.Parse(filter).Select(c => Check(c, filter ?? ""))];

    /// <summary>Reads an item of an order.</summary>
    /// <exception cref="FilterException">It is none, or names nothing that runs have.</exception>
    public static RunOrder ParseOrder(string text)
    {
        FilterOrder order = Filter.ParseOrder(text);
        RunField field = Field(order.Entity, text, 0);
        return field == RunField.Dataset
            ? throw new FilterException("Runs can't be ordered by datasets: a run may have several", text, 0)
            : new RunOrder(field, Key(field, order.Key, text, 0), order.IsDescending);
    }

    /// <summary>Whether an attribute is a number.</summary>
    public static bool IsNumber(RunField field, string key) => field == RunField.Metric || (field == RunField.Attribute && s_numbers.Contains(key));

    private static RunCondition Check(FilterCondition c, string filter)
    {
        RunField field = Field(c.Entity, filter, c.Position);
        string key = Key(field, c.Key, filter, c.Position);
        string name = $"{c.Entity ?? "attributes"}.{c.Key}";
        bool isNumber = IsNumber(field, key);
        bool fits = c.Operator switch
        {
            FilterOperator.Equal or FilterOperator.NotEqual => true,
            FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater or FilterOperator.GreaterOrEqual => isNumber,
            FilterOperator.Like or FilterOperator.ILike => !isNumber,
            FilterOperator.In or FilterOperator.NotIn => field == RunField.Dataset || (field == RunField.Attribute && key == "run_id"),
            _ => field is RunField.Parameter or RunField.Tag,
        };
        if (!fits)
        {
            string operators = isNumber ? "=, !=, <, <=, >, >=" : field switch
            {
                RunField.Parameter or RunField.Tag => "=, !=, LIKE, ILIKE, IS NULL, IS NOT NULL",
                RunField.Attribute when key != "run_id" => "=, !=, LIKE, ILIKE",
                _ => "=, !=, LIKE, ILIKE, IN, NOT IN",
            };
            throw new FilterException($"{name} is compared by {operators}, not by {c.OperatorText}", filter, c.Position);
        }

        if (isNumber && c.Number is null)
        {
            throw new FilterException($"{name} is compared with a number without quotes", filter, c.ValuePosition);
        }

        if (!isNumber && c.Number is not null)
        {
            throw new FilterException($"{name} is a text: put the value in quotes", filter, c.ValuePosition);
        }

        return new RunCondition(field, key, c);
    }

    private static RunField Field(string? entity, string text, int position) => entity switch
    {
        "metric" or "metrics" => RunField.Metric,
        "parameter" or "parameters" or "param" or "params" => RunField.Parameter,
        "tag" or "tags" => RunField.Tag,
        null or "attribute" or "attributes" or "attr" or "run" => RunField.Attribute,
        "dataset" or "datasets" => RunField.Dataset,
        _ => throw new FilterException($"There is no entity '{entity}'; there are {Entities}", text, position),
    };

    private static string Key(RunField field, string key, string text, int position)
    {
        if (field == RunField.Dataset && !s_datasets.Contains(key))
        {
            throw new FilterException($"Datasets have no '{key}'; they have {string.Join(", ", s_datasets)}", text, position);
        }

        if (field != RunField.Attribute)
        {
            return key;
        }

        string name = key switch
        {
            "created" or "Created" => "start_time",
            "run name" or "Run name" or "Run Name" => "run_name",
            _ => key,
        };
        return s_texts.Contains(name) || s_numbers.Contains(name)
            ? name
            : throw new FilterException($"Runs have no attribute '{key}'; they have {string.Join(", ", s_texts.Concat(s_numbers).Order(StringComparer.Ordinal))}. A metric, parameter or tag is named with its entity, as metrics.{key}", text, position);
    }
}
