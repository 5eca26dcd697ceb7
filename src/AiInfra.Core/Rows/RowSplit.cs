namespace AiInfra.Core.Rows;

/// <summary>Divides rows into those to learn from and those to judge by. One seed gives the same division on every machine; the rows keep their order within each part.</summary>
/// <remarks>Shares are exact: of n rows, round(n times share) go to the test. Where parts are stratified, each value of the column has its share, to the row, and the total is still exact (largest remainders). Rows in time order are better cut than drawn: <see cref="ByOrder{T}"/>.</remarks>
public static class RowSplit
{
    /// <summary>Draws a part of the rows for the test.</summary>
    /// <param name="rows">The rows, or records.</param>
    /// <param name="testShare">Share of the test, between 0 and 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="stratum">What every part should have its share of; null draws from all rows alike.</param>
    /// <exception cref="ArgumentException">A part would have no row.</exception>
    public static (T[] Train, T[] Test) Random<T>(IReadOnlyList<T> rows, double testShare = 0.25, ulong seed = 0, Func<T, object?>? stratum = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int test = Count(rows.Count, testShare);
        bool[] drawn = Draw(rows, test, seed, stratum);
        return (Where(rows, i => !drawn[i]), Where(rows, i => drawn[i]));
    }

    /// <summary>Draws a part of the rows for the test, with every value of a column in its share.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stratifyBy">The column, for example the target.</param>
    /// <param name="testShare">Share of the test, between 0 and 1.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentException">There is no such column, or a part would have no row.</exception>
    public static (Row[] Train, Row[] Test) Stratified(IReadOnlyList<Row> rows, string stratifyBy, double testShare = 0.25, ulong seed = 0) =>
        Random(rows, testShare, seed, row => row[stratifyBy]);

    /// <summary>The last rows are the test: for rows in time order.</summary>
    /// <param name="rows">The rows, the newest last.</param>
    /// <param name="testShare">Share of the test, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A part would have no row.</exception>
    public static (T[] Train, T[] Test) ByOrder<T>(IReadOnlyList<T> rows, double testShare = 0.25)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int train = rows.Count - Count(rows.Count, testShare);
        return ([.. rows.Take(train)], [.. rows.Skip(train)]);
    }

    /// <inheritdoc cref="Random{T}" />
    public static (RowBatch Train, RowBatch Test) Random(RowBatch rows, double testShare = 0.25, ulong seed = 0) => Taken(rows, Random(Positions(rows), testShare, seed));

    /// <inheritdoc cref="Stratified(IReadOnlyList{Row}, string, double, ulong)" />
    public static (RowBatch Train, RowBatch Test) Stratified(RowBatch rows, string stratifyBy, double testShare = 0.25, ulong seed = 0)
    {
        int[] positions = Positions(rows);
        ColumnData column = rows[stratifyBy];
        return Taken(rows, Random(positions, testShare, seed, i => column[i]));
    }

    /// <inheritdoc cref="ByOrder{T}" />
    public static (RowBatch Train, RowBatch Test) ByOrder(RowBatch rows, double testShare = 0.25) => Taken(rows, ByOrder(Positions(rows), testShare));

    /// <inheritdoc cref="Folds{T}" />
    public static IReadOnlyList<(RowBatch Train, RowBatch Test)> Folds(RowBatch rows, int folds = 5, ulong seed = 0) => [.. Folds(Positions(rows), folds, seed).Select(f => Taken(rows, f))];

    /// <summary>Cross-validation: every row is in the test of one fold, and in the training of the others. Folds differ by one row at most, also within a stratum where the folds are stratified.</summary>
    /// <param name="rows">The rows, or records.</param>
    /// <param name="folds">How many, 2 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="stratum">What every fold should have its share of; null draws from all rows alike.</param>
    /// <exception cref="ArgumentException">There are fewer rows than folds.</exception>
    public static IReadOnlyList<(T[] Train, T[] Test)> Folds<T>(IReadOnlyList<T> rows, int folds = 5, ulong seed = 0, Func<T, object?>? stratum = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (rows.Count < folds)
        {
            throw new ArgumentException($"{folds} folds need as many rows; there are {rows.Count}.", nameof(rows));
        }

        int[] fold = new int[rows.Count];
        int next = 0;
        foreach (int row in Strata(rows, seed, stratum).SelectMany(s => s))
        {
            fold[row] = next++ % folds;
        }

        return [.. Enumerable.Range(0, folds).Select(f => (Where(rows, i => fold[i] != f), Where(rows, i => fold[i] == f)))];
    }

    private static int[] Positions(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. Enumerable.Range(0, rows.Count)];
    }

    private static (RowBatch Train, RowBatch Test) Taken(RowBatch rows, (int[] Train, int[] Test) parts) => (rows.Take(parts.Train), rows.Take(parts.Test));

    private static int Count(int rows, double share)
    {
        if (share is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The test's share is between 0 and 1, both excluded.");
        }

        int test = (int)Math.Round(rows * share, MidpointRounding.AwayFromZero);
        return test > 0 && test < rows
            ? test
            : throw new ArgumentException($"Of {rows} rows a share of {share} is {test}: a part would have no row.", nameof(rows));
    }

    private static bool[] Draw<T>(IReadOnlyList<T> rows, int test, ulong seed, Func<T, object?>? stratum)
    {
        List<int[]> strata = Strata(rows, seed, stratum);
        double share = (double)test / rows.Count;
        int[] counts = [.. strata.Select(s => (int)Math.Floor(s.Length * share))];
        foreach (int i in Enumerable.Range(0, strata.Count).OrderByDescending(i => (strata[i].Length * share) - counts[i]).ThenByDescending(i => strata[i].Length).Take(test - counts.Sum()))
        {
            counts[i]++;
        }

        bool[] drawn = new bool[rows.Count];
        for (int i = 0; i < strata.Count; i++)
        {
            foreach (int row in strata[i].AsSpan(0, counts[i]))
            {
                drawn[row] = true;
            }
        }

        return drawn;
    }

    /// <summary>Row numbers by stratum, in the order of each stratum's first row, shuffled within.</summary>
    private static List<int[]> Strata<T>(IReadOnlyList<T> rows, ulong seed, Func<T, object?>? stratum)
    {
        var random = new SplitMix64(seed);
        var strata = new List<int[]>();
        foreach (IGrouping<object?, int> group in Enumerable.Range(0, rows.Count).GroupBy(i => stratum?.Invoke(rows[i])))
        {
            int[] members = [.. group];
            for (int i = members.Length - 1; i > 0; i--)
            {
                int other = random.Next(i + 1);
                (members[i], members[other]) = (members[other], members[i]);
            }

            strata.Add(members);
        }

        return strata;
    }

    private static T[] Where<T>(IReadOnlyList<T> rows, Func<int, bool> takes) => [.. Enumerable.Range(0, rows.Count).Where(takes).Select(i => rows[i])];
}
