using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Data.Tests.Encoders;

/// <summary>An encoder learns and encodes the same whether rows come one by one or by column.</summary>
public sealed class EncoderColumnsTests
{
    private static readonly RowSchema Schema = new(
    [
        new Column("amount", ValueKind.Number), new Column("hour", ValueKind.Number), new Column("id", ValueKind.Number), new Column("city", ValueKind.Text),
        new Column("open", ValueKind.Boolean), new Column("at", ValueKind.Instant), new Column("code", ValueKind.Number), new Column("empty", ValueKind.Missing),
    ]);

    public static TheoryData<CategoryForm, bool> Forms => new() { { CategoryForm.OneHot, false }, { CategoryForm.Indices, true }, { CategoryForm.Auto, false } };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Fit_RowsColumnsOrManyBatches_LearnTheSame(CategoryForm form, bool ranks)
    {
        Row[] rows = Make(5000);
        string expected = TableEncoder.Fit(Known, rows, Options(form, ranks)).ToJson();
        var batch = RowBatch.Of(rows);
        Assert.Equal(expected, TableEncoder.Fit(Known, batch, Options(form, ranks)).ToJson());
        Assert.Equal(expected, TableEncoder.Fit(Known, Parts(batch, 7, 4096), Options(form, ranks)).ToJson());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Encode_RowsOrColumns_GiveTheSameBits(CategoryForm form, bool ranks)
    {
        TableEncoder encoder = TableEncoder.Fit(Known, Make(3000), Options(form, ranks));
        Row[] strange = [.. Make(600, 8).Concat(Make(300, 9, strange: true))];
        EncodedBatch byRow = encoder.Encode(strange), byColumn = encoder.Encode(RowBatch.Of(strange));
        Assert.Equal(byRow.Dense.Select(BitConverter.SingleToInt32Bits), byColumn.Dense.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(byRow.Categories, byColumn.Categories);
    }

    [Fact]
    public async Task FitAsync_BatchesThatAreReadOn_LearnTheSame()
    {
        var batch = RowBatch.Of(Make(900));
        TableEncoder encoder = await TableEncoder.FitAsync(Known, Parts(batch, 100, 1).ToAsyncEnumerable());
        Assert.Equal(TableEncoder.Fit(Known, batch).ToJson(), encoder.ToJson());
    }

    [Fact]
    public void Encode_ColumnOfAnotherKind_SaysWhichAndWhatCame()
    {
        TableEncoder encoder = TableEncoder.Fit(Known, Make(300));
        RowBatch given = RowBatch.Of(Make(3));
        var names = given.Schema.Columns.Select(c => c.Name).ToArray();
        RowBatch text = new(new RowSchema(given.Schema.Columns.Select(c => c.Name == "amount" ? c with { Kind = ValueKind.Text } : c)), [.. given.Columns.Select((c, i) => names[i] == "amount" ? TextColumn.Of(["1", "2", "3"]) : c)]);
        string message = Assert.Throws<EncodingException>(() => encoder.Encode(text)).Message;
        Assert.Contains("'amount' was learned as Number; a value of kind Text came: '1'", message, StringComparison.Ordinal);
        Assert.Contains("'amount' is of kind Number: a number was expected in row 1", Assert.Throws<EncodingException>(() => TableEncoder.Fit(Known, text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_RowOfAnotherKindFarDown_NamesTheRow()
    {
        Row[] rows = Make(5000);
        Value[] values = rows[4100].Values.ToArray();
        values[0] = "much";
        rows[4100] = new Row(Schema, values);
        Assert.Contains("Of the rows from 4096 on: Column 'amount' is of kind Number; row 4 has 'much'", Assert.Throws<EncodingException>(() => TableEncoder.Fit(Known, rows)).Message, StringComparison.Ordinal);
    }

    // The last column's kind is known to nobody, and it is left out.
    private static RowSchema Known => Schema;

    private static EncodingOptions Options(CategoryForm form, bool ranks)
    {
        var options = new EncodingOptions { Categories = form, RankScores = ranks, MaxCategories = 6, HashBuckets = 4, SampleSize = 500 };
        options.Roles["code"] = ColumnRole.Category;
        return options;
    }

    private static IEnumerable<RowBatch> Parts(RowBatch batch, params int[] sizes)
    {
        int at = 0;
        for (int i = 0; at < batch.Count; i++)
        {
            int count = Math.Min(sizes[i % sizes.Length], batch.Count - at);
            yield return batch.Slice(at, count);
            at += count;
        }
    }

    private static Row[] Make(int count, int seed = 1, bool strange = false)
    {
        var random = new Random(seed);
        string[] cities = ["Aachen", "Berlin", "Cottbus", "Dresden", "Essen", "Fulda", "Gera", "Hof", ""];
        return [.. Enumerable.Range(0, count).Select(i => new Row(Schema,
        [
            random.Next(15) == 0 ? Value.Missing : strange ? Value.Of((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(0, 300))) : random.NextDouble() * 100,
            random.Next(strange ? 40 : 24),
            Value.Of(9_007_199_254_740_993L + i),
            random.Next(20) == 0 ? Value.Missing : strange ? $"never seen {i}" : cities[Math.Min(random.Next(12), cities.Length - 1)],
            random.Next(9) == 0 ? Value.Missing : Value.Of(random.Next(2) == 0),
            random.Next(9) == 0 ? Value.Missing : Value.Of(DateTime.UnixEpoch.AddMinutes(random.Next(-1_000_000, 1_000_000)).AddTicks(random.Next(10_000))),
            random.Next(9) == 0 ? Value.Missing : random.Next(5) - 1,
            Value.Missing,
        ]))];
    }
}
