using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;

namespace AiInfra.Observability.Drift;

/// <summary>Tells columns that name rows from those that describe them. A time, an identifier or a row counter is different tomorrow without anything having changed.</summary>
internal static class IdentifierColumns
{
    private const int Enough = 100;

    public static bool Is(ColumnSummary column, DriftOptions options) => !options.CompareIdentifiers && column.Present >= Enough && column.Kind switch
    {
        ValueKind.Instant => true,
        ValueKind.Text => column.Distinct > 0.5 * column.Present,
        ValueKind.Number => IsCounter(column),
        _ => false,
    };

    // Whole numbers, nearly all different (the estimate of how many may be 5 % off), that fill their range.
    private static bool IsCounter(ColumnSummary column) =>
        column.Distinct > 0.9 * column.Present
        && column.Maximum - column.Minimum + 1 <= 1.1 * column.Present
        && (column.Numbers.Count > 0 ? column.Numbers.All(n => double.IsInteger(n.Number)) : column.Quantiles.All(double.IsInteger));
}
