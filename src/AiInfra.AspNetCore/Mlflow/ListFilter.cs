using AiInfra.Core.Filters;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>Filters and orders what is a short list in memory: experiments, models, versions.</summary>
/// <param name="texts">Attributes that are texts.</param>
/// <param name="numbers">Attributes that are numbers.</param>
/// <param name="tags">Tags.</param>
/// <param name="parameters">Parameters; null where the items have none.</param>
/// <param name="metrics">Metrics; null where the items have none.</param>
internal sealed class ListFilter<T>(
    IReadOnlyDictionary<string, Func<T, string?>> texts,
    IReadOnlyDictionary<string, Func<T, double>> numbers,
    Func<T, IReadOnlyDictionary<string, string>> tags,
    Func<T, IReadOnlyDictionary<string, string>>? parameters = null,
    Func<T, IReadOnlyDictionary<string, double>>? metrics = null)
{
    // Clients add it to what they ask of models: a model without the tag is no prompt.
    private const string IsPrompt = "mlflow.prompt.is_prompt";

    private enum Field
    {
        Text,
        Number,
        Tag,
        Parameter,
        Metric,
    }

    public IEnumerable<T> Where(IEnumerable<T> items, string? filter)
    {
        (FilterCondition Condition, Field Field)[] conditions = [.. Filter.Parse(filter).Select(c => (c, Checked(c, filter!)))];
        return items.Where(item => Array.TrueForAll(conditions, c => Holds(item, c.Condition, c.Field)));
    }

    public IEnumerable<T> Order(IEnumerable<T> items, IReadOnlyList<string> orders, Func<IEnumerable<T>, IOrderedEnumerable<T>> usual) => Order(items, [.. orders.Select(Filter.ParseOrder)], usual);

    public IEnumerable<T> Order(IEnumerable<T> items, IReadOnlyList<FilterOrder> orders, Func<IEnumerable<T>, IOrderedEnumerable<T>> usual)
    {
        IOrderedEnumerable<T>? sorted = null;
        foreach (FilterOrder order in orders)
        {
            Field field = FieldOf(order.Entity, order.Key, order.Entity is null ? order.Key : $"{order.Entity}.{order.Key}", 0);
            sorted = field is Field.Number or Field.Metric
                ? Then(sorted, items, i => Number(i, field, order.Key) is null or double.NaN, i => Number(i, field, order.Key) ?? 0, null, order.IsDescending)
                : Then(sorted, items, i => Text(i, field, order.Key) is null, i => Text(i, field, order.Key), StringComparer.Ordinal, order.IsDescending);
        }

        return sorted ?? usual(items);
    }

    /// <summary>Items without a value come last, either way.</summary>
    private static IOrderedEnumerable<T> Then<TKey>(IOrderedEnumerable<T>? sorted, IEnumerable<T> items, Func<T, bool> lacks, Func<T, TKey> key, IComparer<TKey>? comparer, bool descending)
    {
        IOrderedEnumerable<T> there = sorted?.ThenBy(lacks) ?? items.OrderBy(lacks);
        return descending ? there.ThenByDescending(key, comparer) : there.ThenBy(key, comparer);
    }

    private Field Checked(FilterCondition c, string filter)
    {
        Field field = FieldOf(c.Entity, c.Key, filter, c.Position);
        bool isNumber = field is Field.Number or Field.Metric;
        bool compares = c.Operator is FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater or FilterOperator.GreaterOrEqual;
        return (isNumber ? c.Number is not null : !compares && c.Number is null)
            ? field
            : throw new FilterException($"{c.Entity ?? "attribute"}.{c.Key} is compared {(isNumber ? "by =, !=, <, <=, >, >= with a number" : "by =, !=, LIKE, ILIKE, IN, NOT IN with texts in quotes")}", filter, c.ValuePosition);
    }

    private bool Holds(T item, FilterCondition c, Field field) => field is Field.Number or Field.Metric
        ? Number(item, field, c.Key) is { } number && c.Holds(number)
        : c.Holds(Text(item, field, c.Key));

    private double? Number(T item, Field field, string key) => field == Field.Number ? numbers[key](item) : metrics!(item).TryGetValue(key, out double value) ? value : null;

    private string? Text(T item, Field field, string key) => field switch
    {
        Field.Tag => tags(item).GetValueOrDefault(key) ?? (key == IsPrompt ? "false" : null),
        Field.Parameter => parameters!(item).GetValueOrDefault(key),
        _ => texts[key](item),
    };

    private Field FieldOf(string? entity, string key, string text, int position) => entity switch
    {
        "tag" or "tags" => Field.Tag,
        "param" or "params" or "parameter" or "parameters" when parameters is not null => Field.Parameter,
        "metric" or "metrics" when metrics is not null => Field.Metric,
        null or "attribute" or "attributes" or "attr" when texts.ContainsKey(key) => Field.Text,
        null or "attribute" or "attributes" or "attr" when numbers.ContainsKey(key) => Field.Number,
        _ => throw Unknown(entity is null ? key : $"{entity}.{key}", text, position),
    };

    private FilterException Unknown(string name, string text, int position)
    {
        string entities = $"tags{(parameters is null ? "" : ", params")}{(metrics is null ? "" : ", metrics")}";
        return new($"There is no '{name}' here; there are {string.Join(", ", texts.Keys.Concat(numbers.Keys).Order(StringComparer.Ordinal))} and {entities}", text, position);
    }
}
