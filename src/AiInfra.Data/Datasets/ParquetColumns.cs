using AiInfra.Core.Rows;
using Parquet.Schema;

namespace AiInfra.Data.Datasets;

/// <summary>How columns of rows stand in Parquet: double, boolean, UTF-8 text and microseconds UTC, all nullable. What these cannot hold stands in a second column beside: all digits of a number, or the tenths of a microsecond of a time.</summary>
internal static class ParquetColumns
{
    public static DataField Field(Column column) => column.Kind switch
    {
        ValueKind.Number => new DataField<double>(column.Name, true),
        ValueKind.Boolean => new DataField<bool>(column.Name, true),
        ValueKind.Instant => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
        ValueKind.Text => new DataField(column.Name, typeof(string), true),
        _ => throw new ArgumentException($"Column '{column.Name}' has the kind {column.Kind}; number, text, boolean or instant is expected."),
    };

    /// <summary>Name of the column that holds what a column of this name cannot; null where there can be no such rest.</summary>
    public static string? RestName(Column column) => column.Kind switch
    {
        ValueKind.Number => column.Name + "§digits",
        ValueKind.Instant => column.Name + "§ticks",
        _ => null,
    };

    public static DataField RestField(Column column) => column.Kind == ValueKind.Number
        ? new DataField(RestName(column)!, typeof(string), true)
        : new DataField<double>(RestName(column)!, true);

    /// <summary>What the column of the file cannot hold of these values, as a column of its own.</summary>
    public static ColumnData Rest(ColumnData column) => column switch
    {
        NumberColumn numbers => TextColumn.Of([.. Enumerable.Range(0, numbers.Count).Select(numbers.Digits)]),
        InstantColumn instants => new NumberColumn([.. Enumerable.Range(0, instants.Count).Select(i => HasRest(instants, i) ? instants.Ticks[i] % TimeSpan.TicksPerMicrosecond : double.NaN)]),
        _ => throw new InvalidOperationException($"A column of kind {column.Kind} has no rest."),
    };

    /// <summary>Whether the column of the file cannot hold all of a row's value.</summary>
    public static bool HasRest(ColumnData column, int row) => column switch
    {
        NumberColumn numbers => numbers.Digits(row) is not null,
        InstantColumn instants => instants.Ticks[row] != InstantColumn.MissingTicks && instants.Ticks[row] % TimeSpan.TicksPerMicrosecond != 0,
        _ => false,
    };

    /// <summary>The values of a column and what it could not hold put together again.</summary>
    public static ColumnData With(ColumnData column, ColumnData rest)
    {
        switch (column, rest)
        {
            case (NumberColumn numbers, TextColumn digits):
                return new NumberColumn(numbers.Values.ToArray(), numbers.Count, [.. Enumerable.Range(0, digits.Count).Select(digits.Text)]);
            case (InstantColumn instants, NumberColumn ticks):
                long[] whole = instants.Ticks.ToArray();
                for (int i = 0; i < whole.Length; i++)
                {
                    whole[i] += double.IsNaN(ticks.Values[i]) ? 0 : (long)ticks.Values[i];
                }

                return new InstantColumn(whole);
            default:
                return column;
        }
    }
}
