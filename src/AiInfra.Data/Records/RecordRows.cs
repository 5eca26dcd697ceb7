using AiInfra.Core.Rows;

namespace AiInfra.Data.Records;

/// <summary>Rows of records that are in memory: a property is a column, named as ingestion names it.</summary>
public static class RecordRows
{
    /// <summary>Rows of records.</summary>
    /// <param name="records">The records.</param>
    /// <exception cref="ArgumentException">A property cannot stand in a column; <c>[NotMapped]</c> leaves it out.</exception>
    public static IReadOnlyList<Row> ToRows<T>(this IEnumerable<T> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return [.. records.Select(Of)];
    }

    /// <summary>The row of one record.</summary>
    /// <exception cref="ArgumentException">A property cannot stand in a column; <c>[NotMapped]</c> leaves it out.</exception>
    public static Row Of<T>(T record)
    {
        ArgumentNullException.ThrowIfNull(record);
        RecordShape<T> shape = RecordShape<T>.Instance;
        var values = new Value[shape.Schema.Count];
        shape.Write(record, values);
        return new Row(shape.Schema, values);
    }

    extension(Row)
    {
        /// <summary>The row of one record: <c>Row.From(new House(120, "oak"))</c>.</summary>
        /// <exception cref="ArgumentException">A property cannot stand in a column; <c>[NotMapped]</c> leaves it out.</exception>
        public static Row From<T>(T record) => Of(record);
    }
}
