using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>Pearson's chi-square tests (1900) of counts.</summary>
public static class ChiSquareTest
{
    /// <summary>Whether counts follow expected ones.</summary>
    /// <param name="observed">Counts, two cells or more.</param>
    /// <param name="expected">Expected counts or shares of the same cells (they are scaled to the observed total); empty for all alike. Cells that are 0 on both sides are left out.</param>
    /// <param name="estimated">Parameters of the expectation that were estimated from these counts; each takes a degree of freedom (SciPy: ddof).</param>
    /// <exception cref="ArgumentException">Lengths differ, a count is negative or not finite, or all are zero.</exception>
    /// <remarks>SciPy: chisquare.</remarks>
    public static ChiSquareResult GoodnessOfFit(ReadOnlySpan<double> observed, ReadOnlySpan<double> expected = default, int estimated = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(estimated);
        double total = Divergence.Total(observed, nameof(observed)), shares = expected.IsEmpty ? observed.Length : Divergence.Total(expected, nameof(expected));
        if (!expected.IsEmpty)
        {
            Divergence.RequireSameLength(observed, expected, nameof(expected));
        }

        double statistic = 0, smallest = double.PositiveInfinity;
        int cells = 0;
        for (int i = 0; i < observed.Length; i++)
        {
            double wanted = (expected.IsEmpty ? 1 : expected[i]) / shares * total;
            if (observed[i] == 0 && wanted == 0)
            {
                continue;
            }

            cells++;
            smallest = Math.Min(smallest, wanted);
            statistic += wanted == 0 ? double.PositiveInfinity : (observed[i] - wanted) * (observed[i] - wanted) / wanted;
        }

        return Result("chi-square, goodness of fit", statistic, cells - 1 - estimated, smallest, Math.Sqrt(statistic / total));
    }

    /// <summary>Whether the rows of a table have one distribution (homogeneity), or whether rows and columns are independent: one computation. Empty rows and columns are left out.</summary>
    /// <param name="table">[row][column]: counts, all rows of one length.</param>
    /// <param name="correction">Yates' continuity correction, for tables with one degree of freedom only. SciPy has it on by default, here it is off: it makes the test reject too seldom.</param>
    /// <exception cref="ArgumentException">There is no row, lengths differ, a count is negative or not finite, or all are zero; the message names the first row.</exception>
    /// <remarks>SciPy: chi2_contingency.</remarks>
    public static ChiSquareResult Homogeneity(IReadOnlyList<IReadOnlyList<double>> table, bool correction = false)
    {
        (double[] rows, double[] columns, double total) = Margins(table);
        int usedRows = rows.Count(r => r > 0), usedColumns = columns.Count(c => c > 0);
        double freedom = (usedRows - 1.0) * (usedColumns - 1), statistic = 0, smallest = double.PositiveInfinity;
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                double wanted = rows[r] * columns[c] / total;
                if (wanted > 0)
                {
                    double gap = Math.Abs(table[r][c] - wanted);
                    gap -= correction && freedom == 1 ? Math.Min(0.5, gap) : 0;
                    statistic += gap * gap / wanted;
                    smallest = Math.Min(smallest, wanted);
                }
            }
        }

        double effect = freedom > 0 ? Math.Sqrt(statistic / total / (Math.Min(usedRows, usedColumns) - 1)) : 0;
        return Result(correction && freedom == 1 ? "chi-square, homogeneity, continuity correction" : "chi-square, homogeneity", statistic, freedom, smallest, effect);
    }

    private static (double[] Rows, double[] Columns, double Total) Margins(IReadOnlyList<IReadOnlyList<double>> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Count == 0 || table[0].Count == 0)
        {
            throw new ArgumentException("A table needs a row and a column.", nameof(table));
        }

        var rows = new double[table.Count];
        var columns = new double[table[0].Count];
        double total = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            if (table[r].Count != columns.Length)
            {
                throw new ArgumentException($"table[{r}] has {table[r].Count} columns, table[0] {columns.Length}.", nameof(table));
            }

            for (int c = 0; c < columns.Length; c++)
            {
                double count = table[r][c];
                if (!(count >= 0) || double.IsInfinity(count))
                {
                    throw new ArgumentException($"table[{r}][{c}] is {count}; a count is a finite number, zero or more.", nameof(table));
                }

                rows[r] += count;
                columns[c] += count;
                total += count;
            }
        }

        return total > 0 ? (rows, columns, total) : throw new ArgumentException("All counts of the table are zero.", nameof(table));
    }

    private static ChiSquareResult Result(string test, double statistic, double freedom, double smallest, double effect)
    {
        // Without freedom nothing could have differed: there is no p-value, rather than one that says all is well.
        double p = freedom <= 0 ? double.NaN : double.IsPositiveInfinity(statistic) ? 0 : SpecialFunctions.GammaUpperRegularized(freedom / 2, statistic / 2);
        return new(test, statistic, p, freedom, smallest, effect);
    }
}
