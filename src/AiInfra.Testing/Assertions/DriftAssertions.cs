using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Testing;

/// <summary>Assertions about drift between two sets of rows. See <see cref="RowDrift"/> for how it is found.</summary>
public static class DriftAssertions
{
    /// <summary>No column differs from the reference by more than chance and by enough to matter.</summary>
    /// <param name="current">What came lately.</param>
    /// <param name="reference">What is usual.</param>
    /// <param name="tolerance">What counts as drift; null takes the defaults.</param>
    /// <exception cref="ModelAssertionException">Columns have drifted; the message has a line for each.</exception>
    /// <exception cref="ArgumentException">A set is empty.</exception>
    public static void ShouldNotHaveDrifted(this IEnumerable<Row> current, IEnumerable<Row> reference, DriftTolerance? tolerance = null)
    {
        IReadOnlyList<ColumnComparison> findings = RowDrift.Compare(reference, current, tolerance);
        ColumnComparison[] drifted = [.. findings.Where(f => f.HasDrifted)];
        if (drifted.Length > 0)
        {
            throw new ModelAssertionException($"Drift in {Columns(drifted)} of {Columns(findings)}:{Lines(drifted)}");
        }
    }

    /// <summary>These columns, at least, differ from the reference: for tests of what should notice drift.</summary>
    /// <param name="current">What came lately.</param>
    /// <param name="reference">What is usual.</param>
    /// <param name="columns">The columns.</param>
    /// <exception cref="ModelAssertionException">One has not drifted; the message has what was found of it.</exception>
    /// <exception cref="ArgumentException">A set is empty, or no columns are named.</exception>
    public static void ShouldHaveDriftedIn(this IEnumerable<Row> current, IEnumerable<Row> reference, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Length, nameof(columns));
        IReadOnlyList<ColumnComparison> findings = RowDrift.Compare(reference, current);
        string[] still = [.. columns.Where(c => !findings.Any(f => f.Column == c && f.HasDrifted))];
        if (still.Length > 0)
        {
            throw new ModelAssertionException($"No drift in {string.Join(", ", still)}:{Lines(findings.Where(f => still.Contains(f.Column)))}");
        }
    }

    private static string Columns(IEnumerable<ColumnComparison> findings)
    {
        int count = findings.Select(f => f.Column).Distinct().Count();
        return count == 1 ? "1 column" : $"{count} columns";
    }

    private static string Lines(IEnumerable<ColumnComparison> findings) => string.Concat(findings.Select(f => string.Create(
        CultureInfo.InvariantCulture, $"\n  {f.Column} ({f.Test}): {f.Change}{(f.Test == "columns" ? "" : $"; statistic {f.Statistic:G4}, corrected p {f.PValue:G3}, psi {f.Shift:0.###}")}")));
}
