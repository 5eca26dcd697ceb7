using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>An encoder as it is saved.</summary>
internal sealed record EncoderDocument(string Format, int Version, Column[] Schema, ColumnPlan[] Plans, ColumnDecision[] Decisions)
{
    public const string Name = "aiinfra.table-encoder";
}
