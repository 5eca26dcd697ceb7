using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.AspNetCore.Dashboard.Pages.Drift;

/// <summary>A comparison of a deployment's inputs with the training data.</summary>
internal sealed record DriftFinding(bool Drifted, int Rows, DateTimeOffset At, IReadOnlyList<ColumnBar> Columns, IReadOnlyList<string> Remarks)
{
    private const string NotCompared = "none";

    /// <summary>The comparison in an event, what has drifted first; null where there is none.</summary>
    /// <param name="e">The event, if any.</param>
    /// <param name="most">At most so many columns.</param>
    public static DriftFinding? Of(CatalogEvent? e, int most) => e is null || !e.TryRead(out DriftFound? found) ? null : new DriftFinding(
        found.Report.Drifted,
        found.Report.Rows,
        e.At,
        [.. found.Report.Columns
            .Select(c => new ColumnBar(c.Column, Title(c), c.Stability, c.StabilityNoise, c.AdjustedPValue, c.Missing, c.ReferenceMissing, c.Drifted))
            .OrderByDescending(c => c.Drifted).ThenByDescending(c => c.Stability > c.Noise).ThenByDescending(c => c.Stability).Take(most)],
        found.Report.Remarks ?? []);

    // Events of earlier versions have only the test's short name.
    private static string Title(InputColumnDrift column) => column.Test is NotCompared or "" ? "" : column.TestTitle is { Length: > 0 } title ? title : column.Test;
}
