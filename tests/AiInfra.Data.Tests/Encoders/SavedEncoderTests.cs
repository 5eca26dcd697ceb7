using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Laws;
using CsCheck;

namespace AiInfra.Data.Tests.Encoders;

public sealed class SavedEncoderTests
{
    private static readonly RowSchema Schema = new([new("x", ValueKind.Number), new("c", ValueKind.Text), new("t", ValueKind.Instant)]);

    [Fact]
    public void FromJson_AnyEncoder_EncodesBitByBitTheSame()
    {
        Gen<Row> row = Gen.Select(Gen.Double, Gen.String[0, 3], Gen.DateTime, (x, c, t) => new Row(Schema, [x, c, DateTime.SpecifyKind(t, DateTimeKind.Utc)]));
        row.Array[2, 30].ForAll(
            rows =>
            {
                var options = new EncodingOptions { HeavyTails = HeavyTails.Auto };
                options.Roles["c"] = ColumnRole.Category;
                options.Roles["x"] = ColumnRole.Number;
                TableEncoder encoder = TableEncoder.Fit(Schema, rows, options);
                TableEncoder again = TableEncoder.FromJson(encoder.ToJson());
                Assert.Equal(encoder.Encode(rows).Dense.Select(BitConverter.SingleToInt32Bits), again.Encode(rows).Dense.Select(BitConverter.SingleToInt32Bits));
                Assert.Equal(encoder.ToJson(), again.ToJson());
                Assert.Equal(encoder.Report.ToString(), again.Report.ToString());
            },
            count: 300);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("{\"format\":\"aiinfra.table-encoder\",\"version\":1,\"schema\":[],\"plans\":[],\"decisions\":[]}")]
    [InlineData("{\"format\":\"aiinfra.table-encoder\",\"version\":9,\"schema\":[],\"plans\":[],\"decisions\":[]}")]
    [InlineData("{\"format\":\"aiinfra.table-encoder\",\"version\":1,\"schema\":[],\"plans\":[{\"as\":\"category\",\"name\":\"c\",\"kind\":\"Text\",\"oneHot\":true,\"hasOther\":false,\"missingBucket\":0,\"buckets\":[\"(other)\",\"a\"],\"values\":[\"a\"],\"bucketOf\":[7]}],\"decisions\":[]}")]
    public void FromJson_SomethingElse_SaysSo(string json)
    {
        Assert.Contains("not an encoder", Assert.Throws<EncodingException>(() => TableEncoder.FromJson(json)).Message, StringComparison.Ordinal);
    }
}
