using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Data.Tests.Encoders;

/// <summary>An encoder for trees leaves values as they are, and says where one is missing.</summary>
public sealed class TreesEncodingTests
{
    private static readonly RowSchema Schema = new([new("amount", ValueKind.Number), new("city", ValueKind.Text), new("flag", ValueKind.Boolean), new("at", ValueKind.Instant), new("stamp", ValueKind.Number)]);
    private static readonly DateTime Start = new(2024, 1, 3, 6, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Encode_ForTrees_NumbersAsTheyAreMissingNaN()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Rows(300), new EncodingOptions { ForTrees = true });
        Assert.Equal(["amount", "flag", "at", "stamp", "at hour of day", "at day of week", "at day of year"], encoder.FeatureNames);
        Assert.Equal(["amount", "flag", "at", "stamp", "at", "at", "at"], encoder.FeatureColumns);
        Assert.Equal(["city"], encoder.CategoryNames);

        var dense = new float[encoder.Width];
        var categories = new long[1];
        encoder.Encode(Row(1234.5, "city 2", true, Start.AddDays(5).AddHours(1.5), 1.7e9 + 3), dense, categories);
        Assert.Equal([1234.5f, 1f, 5.0625f], dense[..3]);
        Assert.Equal(7.5f, dense[4], 6);
        Assert.Equal(0f, (float)Math.Floor(dense[5]));
        Assert.True(categories[0] > 1);

        encoder.Encode(Row(null, null, null, null, null), dense, categories);
        Assert.All(dense, d => Assert.True(float.IsNaN(d)));
        Assert.Equal(1, categories[0]);

        encoder.Encode(Row(double.PositiveInfinity, "never seen", false, Start, -1e300), dense, categories);
        Assert.Equal([float.MaxValue, 0f, 0f, float.MinValue], dense[..4]);
        Assert.Equal(0, categories[0]);
    }

    [Fact]
    public void Fit_LargeNumbersCloseTogether_AreTold()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Rows(300), new EncodingOptions { ForTrees = true });
        Assert.Contains("as a float tells large numbers apart badly", encoder.Report.Columns.Single(c => c.Column == "stamp").Reason, StringComparison.Ordinal);
        Assert.Equal("as it is", encoder.Report.Columns.Single(c => c.Column == "amount").Reason);
        var one = new float[encoder.Width];
        var other = new float[encoder.Width];
        encoder.Encode(Row(1, "city 1", true, Start, 1.7e9 + 3), one, new long[1]);
        encoder.Encode(Row(1, "city 1", true, Start, 1.7e9 + 4), other, new long[1]);
        Assert.Equal(1f, other[3] - one[3]);
    }

    [Fact]
    public void AppendTo_ForTrees_ComputesWhatEncodeComputes()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Rows(300), new EncodingOptions { ForTrees = true });
        TableEncoder read = TableEncoder.FromJson(encoder.ToJson());
        using var model = new EncodedModel(read);
        Row[] rows =
        [
            .. Rows(200, seed: 2), Row(null, null, null, null, null), Row(double.NegativeInfinity, "", true, DateTime.MinValue.ToUniversalTime(), double.MaxValue),
            Row(-0.0, "x", null, new DateTime(1931, 5, 6, 7, 8, 9, DateTimeKind.Utc), double.Epsilon),
        ];
        EncodedBatch expected = encoder.Encode(rows);
        (float[] dense, long[] categories) = model.Run(rows);
        Assert.Equal(expected.Dense, dense);
        Assert.Equal(expected.Categories, categories);
        Assert.Equal(expected.Dense, encoder.Encode(RowBatch.Of(rows)).Dense);
    }

    private static Row[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        double? Maybe(double x) => random.Next(12) == 0 ? null : x;
        return [.. Enumerable.Range(0, count).Select(_ => Row(
            Maybe(random.NextDouble() * 1e4), random.Next(12) == 0 ? null : $"city {random.Next(6)}", random.Next(12) == 0 ? null : random.Next(2) == 0,
            random.Next(12) == 0 ? null : Start.AddMinutes(random.Next(400_000)), Maybe(1.7e9 + random.Next(100))))
            .Prepend(Row(5, "city 1", true, Start, 1.7e9))];
    }

    private static Row Row(double? amount, string? city, bool? flag, DateTime? at, double? stamp) => new(Schema,
    [
        amount is { } a ? Value.Of(a) : Value.Missing, city is null ? Value.Missing : Value.Of(city), flag is { } f ? Value.Of(f) : Value.Missing,
        at is { } t ? Value.Of(t) : Value.Missing, stamp is { } s ? Value.Of(s) : Value.Missing,
    ]);
}
