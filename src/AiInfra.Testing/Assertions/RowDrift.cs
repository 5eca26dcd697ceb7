using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Testing;

/// <summary>Compares two sets of rows column by column: Kolmogorov-Smirnov for numbers and times, chi-square for categories and for missing values, each with the population stability index.</summary>
public static class RowDrift
{
    private const double LeastExpected = 5;

    /// <summary>Compares.</summary>
    /// <param name="reference">What is usual, for example the rows that were trained on.</param>
    /// <param name="current">What came lately.</param>
    /// <param name="tolerance">What counts as drift; null takes the defaults.</param>
    /// <returns>One finding a test, those that drifted first, the strongest shift before the weaker.</returns>
    /// <exception cref="ArgumentException">A set is empty.</exception>
    public static IReadOnlyList<ColumnComparison> Compare(IEnumerable<Row> reference, IEnumerable<Row> current, DriftTolerance? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        tolerance ??= new DriftTolerance();
        tolerance.Check();
        Row[] before = [.. reference], now = [.. current];
        RowSchema a = Schema(before, nameof(reference)), b = Schema(now, nameof(current));
        var findings = new List<ColumnComparison>();
        foreach (Column column in a.Columns.Where(c => !tolerance.Ignore.Contains(c.Name)))
        {
            if (b.IndexOf(column.Name) < 0)
            {
                findings.Add(OneSided(column.Name, "the column is gone"));
                continue;
            }

            Value[] was = [.. before.Select(r => r[column.Name])], @is = [.. now.Select(r => r[column.Name])];
            bool numeric = column.Kind is ValueKind.Number or ValueKind.Instant;
            double[] numbersBefore = Numbers(was, column.Kind), numbersNow = Numbers(@is, column.Kind);
            var keys = numeric ? null : new ReferenceCategories(new ColumnSummary { Name = column.Name, Kind = column.Kind, Count = 0, Missing = 0 });
            string[] textsBefore = keys is null ? [] : Texts(was, keys), textsNow = keys is null ? [] : Texts(@is, keys);
            (int presentBefore, int presentNow) = numeric ? (numbersBefore.Length, numbersNow.Length) : (textsBefore.Length, textsNow.Length);
            if (presentBefore < was.Length || presentNow < @is.Length)
            {
                findings.Add(Missing(column.Name, was.Length - presentBefore, presentBefore, @is.Length - presentNow, presentNow));
            }

            if (presentBefore > 0 && presentNow > 0)
            {
                findings.Add(numeric ? Values(column, was, numbersBefore, numbersNow) : Categories(column.Name, textsBefore, textsNow));
            }
        }

        findings.AddRange(b.Columns.Where(c => a.IndexOf(c.Name) < 0 && !tolerance.Ignore.Contains(c.Name)).Select(c => OneSided(c.Name, "the column is new")));
        double[] corrected = PValueCorrection.Holm(findings.Select(f => f.PValue).ToArray());
        return [.. findings
            .Select((f, i) => f with { PValue = corrected[i], HasDrifted = f.HasDrifted || (corrected[i] <= tolerance.Significance && f.Shift >= tolerance.LeastShift) })
            .OrderByDescending(f => f.HasDrifted).ThenByDescending(f => f.Shift)];
    }

    private static RowSchema Schema(Row[] rows, string name) => rows.Length > 0 ? rows[0].Schema : throw new ArgumentException("There are no rows to compare.", name);

    private static double[] Numbers(Value[] values, ValueKind kind) => kind switch
    {
        ValueKind.Instant => [.. values.Where(v => v.Kind == ValueKind.Instant).Select(v => (v.AsInstant() - DateTime.UnixEpoch).TotalSeconds)],
        _ => [.. values.Where(v => v.Kind is ValueKind.Number or ValueKind.Boolean).Select(v => v.AsNumber())],
    };

    private static string[] Texts(Value[] values, ReferenceCategories keys) => [.. values.Select(keys.KeyOf).OfType<string>()];

    private static ColumnComparison Values(Column column, Value[] was, double[] before, double[] now)
    {
        var sketch = new ColumnSketch(column.Name, column.Kind);
        foreach (Value value in was)
        {
            sketch.Add(value);
        }

        // A float of a double that the reference holds is no other value.
        var reference = new ReferenceDistribution(sketch.ToSummary());
        now = Array.ConvertAll(now, reference.Align);

        // The exact p-value takes time with the product of the sizes; beyond these the asymptotic one is as good.
        KolmogorovMethod method = (double)before.Length * now.Length <= 4e6 ? KolmogorovMethod.Auto : KolmogorovMethod.Asymptotic;
        TwoSampleResult test = TwoSample.KolmogorovSmirnov(before, now, method);
        double shift = reference.PopulationStability(now);
        return new(column.Name, "values", test.Statistic, test.PValue, shift, false, $"median {Median(before, column.Kind)} became {Median(now, column.Kind)}");
    }

    private static ColumnComparison Categories(string column, string[] before, string[] now)
    {
        var counts = new Dictionary<string, (double Before, double Now)>(StringComparer.Ordinal);
        foreach (string text in before)
        {
            counts[text] = (counts.GetValueOrDefault(text).Before + 1, 0);
        }

        foreach (string text in now)
        {
            (double wasCount, double isCount) = counts.GetValueOrDefault(text);
            counts[text] = (wasCount, isCount + 1);
        }

        // Cells with few expected rows make the test unreliable: they become one.
        double smaller = Math.Min(before.Length, now.Length) / (double)(before.Length + now.Length);
        var cells = counts.Values.Where(c => (c.Before + c.Now) * smaller >= LeastExpected).ToList();
        cells.Add((before.Length - cells.Sum(c => c.Before), now.Length - cells.Sum(c => c.Now)));
        double[] cellsBefore = [.. cells.Select(c => c.Before)], cellsNow = [.. cells.Select(c => c.Now)];
        TwoSampleResult test = TwoSample.ChiSquare(cellsBefore, cellsNow);
        (string category, (double most, double mostNow)) = counts.MaxBy(c => Math.Abs((c.Value.Before / before.Length) - (c.Value.Now / now.Length)));
        string change = $"share of '{category}' {Share(most / before.Length)} became {Share(mostNow / now.Length)}";
        return new(column, "categories", test.Statistic, test.PValue, Divergence.PopulationStability(cellsBefore, cellsNow), false, change);
    }

    private static ColumnComparison Missing(string column, int missingBefore, int presentBefore, int missingNow, int presentNow)
    {
        TwoSampleResult test = TwoSample.ChiSquare([missingBefore, presentBefore], [missingNow, presentNow]);
        double shift = Divergence.PopulationStability([missingBefore, presentBefore], [missingNow, presentNow]);
        string change = $"share of missing values {Share(missingBefore / (double)(missingBefore + presentBefore))} became {Share(missingNow / (double)(missingNow + presentNow))}";
        return new(column, "missing", test.Statistic, test.PValue, shift, false, change);
    }

    private static ColumnComparison OneSided(string column, string change) => new(column, "columns", double.NaN, 0, double.PositiveInfinity, true, change);

    private static string Median(double[] numbers, ValueKind kind)
    {
        double[] sorted = [.. numbers.Order()];
        double median = sorted[sorted.Length / 2];
        return kind == ValueKind.Instant
            ? DateTime.UnixEpoch.AddSeconds(median).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : median.ToString("0.####", CultureInfo.InvariantCulture);
    }

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
