using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class CsvRealFileTests
{
    [Fact]
    public async Task ReadRows_Elec2_AllRowsAndNumberKinds()
    {
        var source = new CsvSource(SharedData.Require("elec2.csv"));
        List<Row> rows = await source.ReadRowsAsync().ToListAsync();
        Assert.Equal(45_312, rows.Count);
        Assert.All(rows[0].Schema.Columns, c => Assert.Equal(ValueKind.Number, c.Kind));
        Assert.Equal("0, 0.05644299999999999, 0.439155, 0.003467, 0.422915, 0.414912, 1", string.Join(", ", rows[0].Values.ToArray().Select(v => v.AsText())));
    }

    [Fact]
    public async Task Profile_BikeHour_DateColumnIsInstant()
    {
        CsvProfile profile = await CsvProfile.ReadAsync(SharedData.Require("bike-hour.csv"));
        Assert.Equal(ValueKind.Instant, profile.Schema.Columns[profile.Schema.Require("dteday")].Kind);
        Assert.Equal(17, profile.Columns.Count);
    }

    [Fact]
    public async Task ReadRows_Adult_BlanksTrimmedAndQuestionMarksMissing()
    {
        var source = new CsvSource(SharedData.Require("adult.data"));
        List<Row> rows = await source.ReadRowsAsync().ToListAsync();
        Assert.Equal(32_561, rows.Count);
        Assert.Equal("State-gov", rows[0]["workclass"].AsText());
        Assert.Equal(1836, rows.Count(r => r["workclass"].IsMissing));
        Assert.DoesNotContain(rows, r => r["occupation"].AsText() == "?");
    }

    [Fact]
    public async Task ReadRows_Wdbc_ShortHeaderIsFilledByPosition()
    {
        var source = new CsvSource(SharedData.Require("wdbc.data"));
        CsvProfile profile = await source.GetProfileAsync();
        Assert.Equal(["ID", "Diagnosis", "Size", "column4"], profile.Columns.Take(4).Select(c => c.Name));
        Assert.Equal(32, profile.Columns.Count);
        Assert.Contains(profile.Notes, n => n.IsGuess && n.Text.Contains("header has 3 names", StringComparison.Ordinal));
        Assert.Equal(569, await source.ReadRowsAsync().CountAsync());
    }

    [Theory]
    [InlineData(true, 5564, 10)]
    [InlineData(false, 5574, 0)]
    public async Task ReadRows_Sms_EveryMessageIsARowOrPutAside(bool quotes, int rows, int putAside)
    {
        var rejected = new List<RejectedRow>();
        var source = new CsvSource(SharedData.Require("SMSSpamCollection.tsv"), new CsvOptions { Quotes = quotes });
        Assert.Equal((rows, putAside), (await source.ReadRowsAsync(rejected.Add).CountAsync(), rejected.Count));
    }
}
