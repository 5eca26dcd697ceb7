using AiInfra.Core.Rows;

namespace AiInfra.Data.Records;

/// <summary>The columns that a record type stands for.</summary>
internal interface IRecordShape
{
    Type RecordType { get; }

    RowSchema Schema { get; }

    IReadOnlyList<RecordProperty> Properties { get; }
}
