using System.Linq.Expressions;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Turns rows of batches into records and back.</summary>
internal interface IRecordCodec<T>
{
    /// <summary>The record of a row.</summary>
    T Read(RowBatch batch, int row);

    /// <summary>Records as a batch, with the lines they came from.</summary>
    RowBatch Write(IReadOnlyList<T> records, IReadOnlyList<long>? lines, RowBatch from);

    /// <summary>The column of a property.</summary>
    string ColumnOf(LambdaExpression property);

    /// <summary>Throws where it is known already that there is no such column.</summary>
    void RequireColumn(string column);

    /// <summary>Reads a source as these records: asks for the kinds they need, puts aside rows they cannot hold.</summary>
    IRowSource Adapt(IRowSource source);
}
