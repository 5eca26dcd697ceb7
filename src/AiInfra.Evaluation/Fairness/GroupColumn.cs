using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;

namespace AiInfra.Evaluation.Fairness;

/// <summary>The group of every row by one attribute: sex, region, an age range.</summary>
public sealed class GroupColumn
{
    private const int MostGroups = 200;

    /// <summary>Creates a column of groups. Missing ones (null) are a group of their own.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="values">The group of each row.</param>
    /// <exception cref="ArgumentException">There is no row, or there are over 200 groups.</exception>
    public GroupColumn(string name, IEnumerable<string?> values)
        : this(name, values, null)
    {
    }

    private GroupColumn(string name, IEnumerable<string?> values, IReadOnlyList<string>? order)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        Name = name;
        Values = [.. values.Select(v => v ?? ColumnSlicer.Missing)];
        if (Values.Count == 0)
        {
            throw new ArgumentException($"The groups by '{name}' have no row.", nameof(values));
        }

        Levels = order is null ? [.. Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [.. order.Intersect(Values, StringComparer.Ordinal)];
        if (Levels.Count > MostGroups)
        {
            throw new ArgumentException($"'{name}' has {Levels.Count} groups, '{Levels[0]}', '{Levels[1]}'…; at most {MostGroups} are compared. Cut numbers with {nameof(GroupColumn)}.{nameof(Ranges)}, and join rare values.", nameof(values));
        }
    }

    /// <summary>The attribute.</summary>
    public string Name { get; }

    /// <summary>The group of each row.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The groups that occur, in order.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>One group a value of a column of the inputs.</summary>
    /// <exception cref="ArgumentException">There is no such column (the message lists those there are), or it has over 200 values.</exception>
    /// <exception cref="InvalidOperationException">The predictions came without their inputs.</exception>
    public static GroupColumn From(PredictionSet predictions, string column)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return new(column, predictions.Column(column).Select(v => v.AsText()));
    }

    /// <summary>Ranges of a numeric column of the inputs: below the first cut, from each cut to below the next, from the last on.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="column">The column.</param>
    /// <param name="cuts">Cuts, ascending.</param>
    /// <exception cref="ArgumentException">There is no such column, it is not of numbers, or the cuts do not ascend.</exception>
    public static GroupColumn Ranges(PredictionSet predictions, string column, params double[] cuts)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(cuts);
        for (int i = 0; i < cuts.Length; i++)
        {
            if (!double.IsFinite(cuts[i]) || (i > 0 && cuts[i] <= cuts[i - 1]))
            {
                throw new ArgumentException($"cuts[{i}] is {cuts[i]}; cuts are finite and ascend.", nameof(cuts));
            }
        }

        if (cuts.Length == 0)
        {
            throw new ArgumentException("Ranges need at least one cut.", nameof(cuts));
        }

        string[] names = [string.Create(CultureInfo.InvariantCulture, $"below {cuts[0]}"), .. cuts.Select((c, i) => i + 1 < cuts.Length ? string.Create(CultureInfo.InvariantCulture, $"{c} to below {cuts[i + 1]}") : string.Create(CultureInfo.InvariantCulture, $"from {c}")), ColumnSlicer.Missing];
        return new(column, predictions.Column(column).Select((value, row) => value.Kind switch
        {
            ValueKind.Missing => ColumnSlicer.Missing,
            ValueKind.Number => names[cuts.Count(c => value.AsNumber() >= c)],
            _ => throw new ArgumentException($"Column '{column}' holds '{value}' of kind {value.Kind} in row {row}; ranges are of numbers.", nameof(column)),
        }), names);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Name}: {string.Join(", ", Levels)}";
}
