using System.Text;
using AiInfra.Core.Catalog;
using AiInfra.Core.Filters;

namespace AiInfra.Sqlite.Stores;

/// <summary>A search for runs as one statement; every value is an argument.</summary>
internal sealed class RunSearchSql
{
    private const string Status = "CASE r.status WHEN 0 THEN 'RUNNING' WHEN 1 THEN 'FINISHED' WHEN 2 THEN 'FAILED' ELSE 'KILLED' END";
    private const long Epoch = 621_355_968_000_000_000;
    private readonly List<object?> _arguments = [];
    private readonly List<string> _conditions = [];

    /// <exception cref="FilterException">The filter or an order is none.</exception>
    public RunSearchSql(RunSearch search, string columns)
    {
        if (search.Experiments.Count > 0)
        {
            _conditions.Add($"r.experiment IN ({string.Join(", ", search.Experiments.Select(Argument))})");
        }

        Add(search.View switch { RunView.Active => "r.deleted_at IS NULL", RunView.Deleted => "r.deleted_at IS NOT NULL", _ => null });
        Add(search.Kind is null ? null : $"r.kind = {Argument(search.Kind)}");
        Add(search.ExceptKind is null ? null : $"r.kind <> {Argument(search.ExceptKind)}");
        foreach (RunCondition condition in RunFilter.Parse(search.Filter))
        {
            Add(Condition(condition));
        }

        var sql = new StringBuilder($"SELECT {string.Join(", ", columns.Split(", ").Select(c => "r." + c))} FROM runs r");
        if (_conditions.Count > 0)
        {
            sql.Append(" WHERE ").AppendJoin(" AND ", _conditions);
        }

        sql.Append(" ORDER BY ");
        foreach (string item in search.OrderBy)
        {
            RunOrder order = RunFilter.ParseOrder(item);
            string value = Value(order.Field, order.Key);

            // Without a value last, NaN (a text) before that, either way.
            string direction = order.IsDescending ? " DESC" : "";
            sql.Append($"CASE typeof({value}) WHEN 'null' THEN 2 WHEN 'text' THEN {(order.Field == RunField.Metric ? 1 : 0)} ELSE 0 END, {value}{direction}, ");
        }

        Text = sql.Append($"r.started_at DESC, r.id LIMIT {Argument(search.Take)} OFFSET {Argument(search.Skip)}").ToString();
    }

    public string Text { get; }

    public object?[] Arguments => [.. _arguments];

    private static string Sign(FilterOperator op) => op switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.NotEqual => "<>",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        FilterOperator.GreaterOrEqual => ">=",
        FilterOperator.Like => "GLOB",
        FilterOperator.ILike => "LIKE",
        FilterOperator.In => "IN",
        FilterOperator.NotIn => "NOT IN",
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "It has no right side."),
    };

    /// <summary>SQLite's LIKE takes upper for lower case; its GLOB does not, and has other signs.</summary>
    private static string Glob(string like)
    {
        var glob = new StringBuilder();
        foreach (char c in like)
        {
            glob.Append(c switch { '%' => "*", '_' => "?", '*' or '?' or '[' => $"[{c}]", _ => c.ToString() });
        }

        return glob.ToString();
    }

    private void Add(string? condition)
    {
        if (condition is not null)
        {
            _conditions.Add(condition);
        }
    }

    private string Argument(object? value)
    {
        _arguments.Add(value);
        return $"${_arguments.Count}";
    }

    private string Condition(RunCondition c)
    {
        FilterOperator op = c.Condition.Operator;
        if (op is FilterOperator.IsNull or FilterOperator.IsNotNull)
        {
            return $"{Value(c.Field, c.Key)} {(op == FilterOperator.IsNull ? "IS NULL" : "IS NOT NULL")}";
        }

        if (c.Field == RunField.Dataset)
        {
            return $"EXISTS (SELECT 1 FROM run_inputs i WHERE i.run = r.number AND i.{c.Key} {Right(c)})";
        }

        if (c.Field == RunField.Metric)
        {
            // NaN is kept as a text, which SQLite takes for larger than any number: it is unequal to all and else compares with none.
            string isNumber = op == FilterOperator.NotEqual ? "m.last_value IS NOT NULL" : "typeof(m.last_value) <> 'text'";
            return $"EXISTS (SELECT 1 FROM run_metrics m WHERE m.run = r.number AND m.key = {Argument(c.Key)} AND {isNumber} AND m.last_value {Right(c)})";
        }

        return $"{Value(c.Field, c.Key)} {Right(c)}";
    }

    private string Right(RunCondition c)
    {
        FilterCondition condition = c.Condition;
        string sign = Sign(condition.Operator);
        if (condition.Texts is { } texts)
        {
            return $"{sign} ({string.Join(", ", texts.Select(Argument))})";
        }

        object? right = condition.Operator == FilterOperator.Like ? Glob(condition.Text!)
            : condition.Text is null ? condition.Number
            : c is { Field: RunField.Attribute, Key: "status" } ? condition.Text.ToUpperInvariant()
            : condition.Text;
        return $"{sign} {Argument(right)}";
    }

    /// <summary>The value of a field of the run; null where it has none.</summary>
    private string Value(RunField field, string key) => (field, key) switch
    {
        (RunField.Metric, _) => $"(SELECT last_value FROM run_metrics WHERE run = r.number AND key = {Argument(key)})",
        (RunField.Parameter, _) => $"(SELECT value FROM run_parameters WHERE run = r.number AND key = {Argument(key)})",
        (RunField.Tag, "mlflow.parentRunId") => "r.parent_id",
        (RunField.Tag, "mlflow.runName") => "r.name",
        (RunField.Tag, _) => Tag(key),
        (_, "run_id") => "r.id",
        (_, "run_name") => "r.name",
        (_, "experiment") => "r.experiment",
        (_, "kind") => "r.kind",
        (_, "status") => $"({Status})",
        (_, "user_id") => Tag(RunTags.User),
        (_, "start_time") => $"((r.started_at - {Epoch}) / 10000)",
        (_, "end_time") => $"((r.ended_at - {Epoch}) / 10000)",
        (_, "artifact_uri") => "('mlflow-artifacts:/' || (SELECT id FROM experiments WHERE name = r.experiment) || '/' || r.id || '/artifacts')",
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "Runs have no such attribute."),
    };

    private string Tag(string key) => $"(SELECT value FROM run_tags WHERE run = r.number AND key = {Argument(key)})";
}
