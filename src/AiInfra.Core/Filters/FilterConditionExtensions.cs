using System.Text;
using System.Text.RegularExpressions;

namespace AiInfra.Core.Filters;

/// <summary>Asks conditions of values in memory, as a store asks them of its rows.</summary>
public static class FilterConditionExtensions
{
    /// <summary>Whether a text meets the condition. A missing one meets <see cref="FilterOperator.IsNull"/> alone.</summary>
    /// <exception cref="InvalidOperationException">The condition compares numbers.</exception>
    public static bool Holds(this FilterCondition condition, string? value)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (value is null || condition.Operator is FilterOperator.IsNull or FilterOperator.IsNotNull)
        {
            return value is null == (condition.Operator == FilterOperator.IsNull);
        }

        return condition.Operator switch
        {
            FilterOperator.Equal => value == condition.Text,
            FilterOperator.NotEqual => value != condition.Text,
            FilterOperator.Like => Like(value, condition.Text!, RegexOptions.None),
            FilterOperator.ILike => Like(value, condition.Text!, RegexOptions.IgnoreCase),
            FilterOperator.In => condition.Texts!.Contains(value, StringComparer.Ordinal),
            FilterOperator.NotIn => !condition.Texts!.Contains(value, StringComparer.Ordinal),
            _ => throw new InvalidOperationException($"{condition} compares numbers, '{value}' is a text."),
        };
    }

    /// <summary>Whether a number meets the condition.</summary>
    /// <exception cref="InvalidOperationException">The condition compares texts.</exception>
    public static bool Holds(this FilterCondition condition, double value)
    {
        ArgumentNullException.ThrowIfNull(condition);
        double right = condition.Number ?? throw new InvalidOperationException($"{condition} compares texts, {value} is a number.");
        return condition.Operator switch
        {
            FilterOperator.Equal => value == right,
            FilterOperator.NotEqual => value != right,
            FilterOperator.Less => value < right,
            FilterOperator.LessOrEqual => value <= right,
            FilterOperator.Greater => value > right,
            FilterOperator.GreaterOrEqual => value >= right,
            _ => throw new InvalidOperationException($"{condition} compares texts, {value} is a number."),
        };
    }

    private static bool Like(string value, string pattern, RegexOptions options)
    {
        var regex = new StringBuilder("^");
        foreach (char c in pattern)
        {
            regex.Append(c switch { '%' => ".*", '_' => ".", _ => Regex.Escape(c.ToString()) });
        }

        return Regex.IsMatch(value, regex.Append("\\z").ToString(), options | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
