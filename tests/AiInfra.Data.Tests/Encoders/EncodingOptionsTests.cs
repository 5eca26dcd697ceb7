using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Data.Tests.Encoders;

public sealed class EncodingOptionsTests
{
    private static readonly RowSchema Schema = new([new("x", ValueKind.Number), new("t", ValueKind.Instant), new("c", ValueKind.Text)]);

    [Fact]
    public void Fit_HeavyTails_TakesTheSignedLogarithm()
    {
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 2000).Select(_ => Row(Math.Exp(random.NextDouble() * 15), 0, "a"))];

        TableEncoder encoder = TableEncoder.Fit(Schema, rows);

        Assert.Equal("number, signed log", encoder.Report.Columns[0].Encoding);
        Assert.InRange(encoder.Encode(rows).Dense.Max(), 1, 3);
    }

    [Fact]
    public void Fit_NormalNumbers_TakesNoLogarithm()
    {
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 2000).Select(_ => Row(random.NextDouble() + random.NextDouble() + random.NextDouble(), 0, "a"))];

        Assert.Equal("number", TableEncoder.Fit(Schema, rows).Report.Columns[0].Encoding);
    }

    [Fact]
    public void Fit_LargeOffset_KeepsTheDifferences()
    {
        Row[] rows = [.. Enumerable.Range(0, 100).Select(i => Row(1e9 + (i % 7 * 0.001), 0, "a"))];

        float[] dense = TableEncoder.Fit(Schema, rows).Encode(rows).Dense;

        Assert.Equal(7, dense.Distinct().Count());
        Assert.Equal(1, Math.Sqrt(dense.Average(x => x * x)), 3);
    }

    [Fact]
    public void Fit_OneBrokenValue_LeavesTheOthersApart()
    {
        Row[] rows = [.. Enumerable.Range(0, 1000).Select(i => Row(i == 500 ? 1e12 : i % 10, 0, "a"))];

        float[] dense = TableEncoder.Fit(Schema, rows, new EncodingOptions { HeavyTails = HeavyTails.Keep, MaxCodes = 0 }).Encode(rows).Dense;

        Assert.InRange(dense[9] - dense[0], 2.5, 3.5);
        Assert.Equal(8, dense[500]);
    }

    [Fact]
    public void Fit_ExtremeNumbers_StaysFinite()
    {
        double[] values = [double.MaxValue, -1e139, 1e139, 0, 1e-300, double.PositiveInfinity];
        Row[] rows = [.. Enumerable.Range(0, 600).Select(i => Row(values[i % 6], 0, "a"))];

        Assert.All(TableEncoder.Fit(Schema, rows).Encode(rows).Dense, x => Assert.InRange(x, -8, 8));
    }

    [Fact]
    public void Fit_ClipQuantile_BoundsWhatComesOut()
    {
        Row[] rows = [.. Enumerable.Range(0, 1001).Select(i => Row((i * 37) % 1001, 0, "a"))];

        TableEncoder encoder = TableEncoder.Fit(Schema, rows, new EncodingOptions { ClipQuantile = 0.1 });

        Assert.Equal(encoder.Encode([Row(100, 0, "a")]).Dense[0], encoder.Encode([Row(-50, 0, "a")]).Dense[0]);
    }

    [Fact]
    public void Encode_Hours_LieOnACircle()
    {
        Row[] rows = [.. Enumerable.Range(0, 2000).Select(h => Row(h % 3, h, "a"))];
        TableEncoder encoder = TableEncoder.Fit(Schema, rows, new EncodingOptions { MaxCodes = 0 });

        Assert.Equal(
            ["x", "t", "t hour of day (sin)", "t day of week (sin)", "t hour of day (cos)", "t day of week (cos)"],
            encoder.FeatureNames);
        // 1970-01-05 06:00 is a Monday, a quarter of a day after midnight.
        float[] six = encoder.Encode([Row(0, (4 * 24) + 6, "a")]).Dense;
        Assert.Equal(1, six[2], 5);
        Assert.Equal(Math.Sin(2 * Math.PI * 0.25 / 7), six[3], 5);
        Assert.Equal(0, six[4], 5);
    }

    [Fact]
    public void Fit_ManyCategories_HashesTheTailIntoBuckets()
    {
        Row[] rows = [.. Enumerable.Range(0, 4000).Select(i => Row(i % 2, 0, $"c{i % 40}"))];

        TableEncoder encoder = TableEncoder.Fit(Schema, rows, new EncodingOptions { Categories = CategoryForm.Indices, MaxCategories = 10, HashBuckets = 4 });

        Assert.Equal([15], encoder.CategorySizes);
        Assert.Equal("index, hashed", encoder.Report.Columns[2].Encoding);
        Assert.InRange(rows.Select(r => encoder.Encode([r]).Categories[0]).Distinct().Count(), 12, 14);
        Assert.Equal(0, encoder.Encode([Row(0, 0, "never")]).Categories[0]);
    }

    [Fact]
    public void Fit_FewWholeNumbers_GetAColumnEachBesideTheNumber()
    {
        Row[] rows = [.. Enumerable.Range(0, 120).Select(i => Row((i % 12) + 1, 0, "a"))];

        TableEncoder encoder = TableEncoder.Fit(Schema, rows);

        Assert.Equal("number and codes", encoder.Report.Columns[0].Encoding);
        Assert.Equal(13, encoder.Width);
        Assert.Equal(1, encoder.Encode([Row(3, 0, "a")]).Dense[3]);
        Assert.All(encoder.Encode([Row(13, 0, "a")]).Dense[1..], x => Assert.Equal(0, x));
    }

    [Fact]
    public void Fit_Fractions_GetNoCodes()
    {
        Row[] rows = [.. Enumerable.Range(0, 120).Select(i => Row(i % 4 * 0.5, 0, "a"))];

        Assert.Equal(1, TableEncoder.Fit(Schema, rows).Width);
    }

    [Fact]
    public void Fit_FreeTextThatIsNotCounted_IsLeftOutWithANote()
    {
        Row[] rows = [.. Enumerable.Range(0, 500).Select(i => Row(i % 2, 0, $"a longer sentence of some words number {i / 2}"))];

        Assert.Contains("free text: 8 words", TableEncoder.Fit(Schema, rows, new EncodingOptions { TextWords = 0, TextCharacters = 0 }).Report.Columns[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_RoleIgnore_LeavesTheColumnOut()
    {
        var options = new EncodingOptions();
        options.Roles["x"] = ColumnRole.Ignore;
        Row[] rows = [.. Enumerable.Range(0, 10).Select(i => Row(i % 2, 0, $"c{i % 3}"))];

        Assert.Equal(["c"], TableEncoder.Fit(Schema, rows, options).Columns.Columns.Select(c => c.Name));
    }

    [Fact]
    public void Fit_RoleOfNoColumn_ListsTheColumns()
    {
        var options = new EncodingOptions();
        options.Roles["y"] = ColumnRole.Ignore;

        Assert.Contains("Columns: x, t, c", Assert.Throws<ArgumentException>(() => TableEncoder.Fit(Schema, Array.Empty<Row>(), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_RoleThatDoesNotFitTheKind_SaysSo()
    {
        var options = new EncodingOptions();
        options.Roles["c"] = ColumnRole.Number;

        Assert.Contains("cannot be encoded as Number", Assert.Throws<EncodingException>(() => TableEncoder.Fit(Schema, Array.Empty<Row>(), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NumbersAsCategory_RefusesFractions()
    {
        var options = new EncodingOptions();
        options.Roles["x"] = ColumnRole.Category;

        Assert.Contains("holds 1.5 in row 2", Assert.Throws<EncodingException>(() => TableEncoder.Fit(Schema, [Row(1, 0, "a"), Row(1.5, 0, "b")], options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_Printed_HasALineAColumn()
    {
        Row[] rows = [.. Enumerable.Range(0, 10).Select(i => Row(i % 2, 0, $"c{i % 3}"))];

        Assert.Equal(4, TableEncoder.Fit(Schema, rows).Report.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static Row Row(double x, int hour, string c) => new(Schema, [x, DateTime.UnixEpoch.AddHours(hour), c]);
}
