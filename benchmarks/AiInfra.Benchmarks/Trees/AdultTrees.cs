using AiInfra.Core.Rows;
using AiInfra.Evaluation.Tests.Adult;

namespace AiInfra.Benchmarks.Trees;

/// <summary>The Adult table in columns, with the answer as its last.</summary>
internal static class AdultTrees
{
    public const string Target = "rich";

    /// <summary>One of adult.data and adult.test; null where it is not beside the checkout.</summary>
    public static RowBatch? Read(string file) => AdultTable.Read(file) is { } table
        ? RowBatch.Of(table.Rows).With(Target, ColumnData.Of(ValueKind.Text, [.. table.Rich.Select(r => Value.Of(r ? "yes" : "no"))]))
        : null;
}
