using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Data.Tests.Encoders;

public sealed class TableEncoderTests
{
    private static readonly RowSchema Schema = new([new("x", ValueKind.Number), new("city", ValueKind.Text)]);

    [Fact]
    public void Encode_Numbers_FillsInAndStandardises()
    {
        TableEncoder encoder = Fit([(1, "a"), (3, "b"), (null, "a"), (5, "b")]);

        EncodedBatch batch = encoder.Encode(Rows([(null, "a"), (5, "b")]));

        // mean 3, standard deviation sqrt(8/3); missing becomes the median 3
        Assert.Equal(["x", "x is missing", "x=1", "x=3", "x=5", "city=a", "city=b"], encoder.FeatureNames);
        Assert.Equal([0, 1, 0, 0, 0, 1, 0, (float)(2 / Math.Sqrt(8.0 / 3)), 0, 0, 0, 1, 0, 1], batch.Dense);
    }

    [Fact]
    public void Encode_CategoryNeverSeen_IsAllZeroWhereNothingWasRare()
    {
        TableEncoder encoder = Fit([(1, "a"), (3, "b")]);

        Assert.Equal([0, 0], encoder.Encode(Rows([(1, "z")])).Dense[1..]);
    }

    [Fact]
    public void Fit_RareCategories_ShareABucketWithTheNeverSeen()
    {
        var rows = Enumerable.Range(0, 1000).Select(i => (double?)i % 10).Zip(Enumerable.Range(0, 1000).Select(i => i < 3 ? $"rare{i}" : i % 2 == 0 ? "a" : "b")).ToArray();
        TableEncoder encoder = Fit(rows!);

        Assert.Equal(["city=(other)", "city=b", "city=a"], encoder.FeatureNames.Skip(11));
        Assert.Equal(encoder.Encode(Rows([(1, "rare2")])).Dense, encoder.Encode(Rows([(1, "never")])).Dense);
    }

    [Fact]
    public void Fit_ConstantMissingAndIdentifiers_AreLeftOutWithAReason()
    {
        var schema = new RowSchema([new("id", ValueKind.Number), new("key", ValueKind.Text), new("same", ValueKind.Number), new("none", ValueKind.Number), new("x", ValueKind.Number)]);
        TableEncoder encoder = TableEncoder.Fit(schema, Enumerable.Range(0, 50).Select(i => new Row(schema, [(double)(i * 3), $"k{i}", 7.0, Value.Missing, (double)(i % 5)])));

        Assert.Equal(["x", "x=0", "x=1", "x=2", "x=3", "x=4"], encoder.FeatureNames);
        Assert.Equal(["id", "key", "same", "none"], encoder.Report.LeftOut.Select(c => c.Column));
        Assert.Contains("identifier", encoder.Report.Columns[0].Reason, StringComparison.Ordinal);
        Assert.Contains("identifier", encoder.Report.Columns[1].Reason, StringComparison.Ordinal);
        Assert.Contains("constant: always 7", encoder.Report.Columns[2].Reason, StringComparison.Ordinal);
        Assert.Contains("missing", encoder.Report.Columns[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_TimeAfterTheTraining_CountsAsTheNewestSeen()
    {
        var schema = new RowSchema([new("at", ValueKind.Instant), new("year", ValueKind.Number)]);
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Row At(int day) => new(schema, [start.AddDays(day), 2000.0 + (day / 2)]);
        TableEncoder encoder = TableEncoder.Fit(schema, Enumerable.Range(0, 60).Select(At));

        // Seven weeks later: the same weekday, so nothing but the time itself could differ.
        float[] newest = encoder.Encode([At(59)]).Dense, later = encoder.Encode([At(59 + (7 * 7 * 20))]).Dense;
        Assert.Equal(newest.Length, later.Length);
        Assert.All(newest.Zip(later), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Encode_RowWithoutALearnedColumn_ListsWhatIsMissing()
    {
        TableEncoder encoder = Fit([(1, "a"), (3, "b")]);
        var other = new RowSchema([new("x", ValueKind.Number), new("town", ValueKind.Text)]);

        var error = Assert.Throws<EncodingException>(() => encoder.Encode([new Row(other, [1.0, "a"])]));

        Assert.Contains("lack 1 of the columns that were learned: city. They have: x, town", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_TextInANumberColumn_SaysWhichColumn()
    {
        TableEncoder encoder = Fit([(1, "a"), (3, "b")]);

        var error = Assert.Throws<EncodingException>(() => encoder.Encode([new Row(Schema, ["many", "a"])]));

        Assert.Contains("Column 'x' was learned as Number; a value of kind Text came: 'many'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_ColumnsInAnotherOrder_AreFoundByName()
    {
        TableEncoder encoder = Fit([(1, "a"), (3, "b")]);
        var other = new RowSchema([new("city", ValueKind.Text), new("more", ValueKind.Number), new("x", ValueKind.Number)]);

        Assert.Equal(encoder.Encode(Rows([(3, "b")])).Dense, encoder.Encode([new Row(other, ["b", 9.0, 3.0])]).Dense);
    }

    [Fact]
    public void Encode_Infinities_AreClipped()
    {
        TableEncoder encoder = Fit([(1, "a"), (3, "b")]);

        Assert.Equal(8, encoder.Encode(Rows([(double.PositiveInfinity, "a")])).Dense[0]);
        Assert.Equal(-8, encoder.Encode(Rows([(double.NegativeInfinity, "a")])).Dense[0]);
    }

    [Fact]
    public void Encode_OneRow_AllocatesNothing()
    {
        TableEncoder encoder = Fit([(1, "a"), (3, "b")]);
        Row row = Rows([(2, "a")])[0];
        var dense = new float[encoder.Width];
        encoder.Encode(row, dense);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            encoder.Encode(row, dense);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Encode_ManyThreadsAndTwoSchemas_GivesEachItsOwn()
    {
        TableEncoder encoder = Fit([(1, "a"), (3, "b")]);
        var other = new RowSchema([new("city", ValueKind.Text), new("x", ValueKind.Number)]);
        float[] expected = encoder.Encode(Rows([(3, "b")])).Dense;
        Row[] rows = [Rows([(3, "b")])[0], new Row(other, ["b", 3.0])];

        float[][] results = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(() => encoder.Encode([rows[i % 2]]).Dense)));

        Assert.All(results, r => Assert.Equal(expected, r));
    }

    [Fact]
    public void Fit_NoRows_SaysSo()
    {
        Assert.Contains("no rows", Assert.Throws<EncodingException>(() => TableEncoder.Fit(Schema, Array.Empty<Row>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NothingOfUse_PrintsTheReport()
    {
        var error = Assert.Throws<EncodingException>(() => Fit([(1, "a"), (1, "a")]));

        Assert.Contains("constant: always 'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_SameRows_LearnsTheSame()
    {
        Row[] rows = Rows([(1, "a"), (3, "b"), (null, "a")]);

        TableEncoder encoder = await TableEncoder.FitAsync(Schema, rows.ToAsyncEnumerable());

        Assert.Equal(TableEncoder.Fit(Schema, rows).ToJson(), encoder.ToJson());
    }

    private static TableEncoder Fit((double?, string?)[] rows) => TableEncoder.Fit(Schema, Rows(rows));

    private static Row[] Rows((double? X, string? City)[] rows) => [.. rows.Select(r => new Row(Schema, [r.X ?? Value.Missing, r.City]))];
}
