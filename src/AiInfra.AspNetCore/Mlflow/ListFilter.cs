using AiInfra.Core.Filters;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>Filters and orders what is a short list in memory: experiments, models, versions.</summary>
/// <param name="texts">Attributes that are texts.</param>
/// <param name="numbers">Attributes that are numbers.</param>
/// <param name="tags">Tags.</param>
internal sealed class ListFilter<T>(IReadOnlyDictionary<string, Func<T, string?>> texts, IReadOnlyDictionary<string, Func<T, double>> numbers, Func<T, IReadOnlyDictionary<string, string>> tags)
{
    public IEnumerable<T> Where(IEnumerable<T> items, string? filter)
    {
        IReadOnlyList<FilterCondition> conditions = Filter.Parse(filter);
        foreach (FilterCondition c in conditions)
        {
            Check(c, filter!);
        }

        return items.Where(item => conditions.All(c => Holds(item, c)));
    }

    public IEnumerable<T> Order(IEnumerable<T> items, IReadOnlyList<string> orders, Func<IEnumerable<T>, IOrderedEnumerable<T>> usual)
    {
        if (orders.Count == 0)
        {
            return usual(items);
        }

        IOrderedEnumerable<T>? sorted = null;
        foreach (string text in orders)
        {
            FilterOrder order = Filter.ParseOrder(text);
            string key = Attribute(order.Entity, order.Key, text, 0);
            if (numbers.TryGetValue(key, out Func<T, double>? number))
            {
                sorted = order.IsDescending ? sorted?.ThenByDescending(number) ?? items.OrderByDescending(number) : sorted?.ThenBy(number) ?? items.OrderBy(number);
            }
            else
            {
                Func<T, string?> name = texts[key];
                sorted = order.IsDescending ? sorted?.ThenByDescending(name, StringComparer.Ordinal) ?? items.OrderByDescending(name, StringComparer.Ordinal) : sorted?.ThenBy(name, StringComparer.Ordinal) ?? items.OrderBy(name, StringComparer.Ordinal);
            }
        }

        return sorted!;
    }

    private static bool IsTag(string? entity) => entity is "tag" or "tags";

    private void Check(FilterCondition c, string filter)
    {
        bool isNumber = !IsTag(c.Entity) && numbers.ContainsKey(Attribute(c.Entity, c.Key, filter, c.Position));
        bool compares = c.Operator is FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater or FilterOperator.GreaterOrEqual;
        if (isNumber ? c.Number is null : compares || c.Number is not null)
        {
            throw new FilterException($"{c.Entity ?? "attribute"}.{c.Key} is compared {(isNumber ? "by =, !=, <, <=, >, >= with a number" : "by =, !=, LIKE, ILIKE, IN, NOT IN with texts in quotes")}", filter, c.ValuePosition);
        }
    }

    private bool Holds(T item, FilterCondition c) => IsTag(c.Entity) ? c.Holds(tags(item).GetValueOrDefault(c.Key))
        : numbers.TryGetValue(c.Key, out Func<T, double>? number) ? c.Holds(number(item))
        : c.Holds(texts[c.Key](item));

    private string Attribute(string? entity, string key, string text, int position) => (entity is null or "attribute" or "attributes" or "attr") && (texts.ContainsKey(key) || numbers.ContainsKey(key))
        ? key
        : throw Unknown(entity is null ? key : $"{entity}.{key}", text, position);

    private FilterException Unknown(string name, string text, int position) =>
        new($"There is no '{name}' here; there are {string.Join(", ", texts.Keys.Concat(numbers.Keys).Order(StringComparer.Ordinal))} and tags", text, position);
}
