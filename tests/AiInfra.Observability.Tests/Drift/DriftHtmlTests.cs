using AiInfra.Core.Rows;
using AiInfra.Observability.Drift;
using AiInfra.Support;

namespace AiInfra.Observability.Tests;

public sealed class DriftHtmlTests
{
    [Fact]
    public void ToHtml_DriftedColumns_ComeFirstAndNothingIsMarkup()
    {
        string html = new DriftReport
        {
            Columns = [Column("calm", false, 0.01), Column("<i>site", true, 1.5)],
            NotAsked = ["id"],
            Drifted = true,
            Rows = 500,
            Position = 1_500,
            Threshold = 0.01,
            At = new DateTimeOffset(2026, 1, 31, 8, 0, 0, TimeSpan.Zero),
        }.ToHtml();
        Assert.Contains("Inputs drifted", html);
        Assert.True(html.IndexOf("&lt;i&gt;site", StringComparison.Ordinal) < html.IndexOf("calm", StringComparison.Ordinal));
        Assert.Contains("2026-01-31 08:00:00", html);
        Assert.Contains("no request had them: id", html);
        Assert.Contains("south", html);
        Assert.DoesNotContain("<i>", html);
    }

    [Fact]
    public void ToHtml_HostWithCommaAndOwnMinus_IsWrittenAsEverywhere()
    {
        var schema = new RowSchema([new Column("price", ValueKind.Number), new Column("site", ValueKind.Text)]);
        Row[] Rows(double shift) => [.. Enumerable.Range(0, 400).Select(i => new Row(schema, [(i % 31 * 0.1) + shift, i % 3 == 0 ? "north" : "south"]))];
        (string there, string here) = OtherCulture.Of(() => (DriftMonitor.Compare(Rows(0), Rows(0.5)) with { At = default }).ToHtml());
        Assert.Contains("0.", here, StringComparison.Ordinal);
        Assert.Equal(here, there);
    }

    [Fact]
    public void Compare_TwoTables_IsOneReportOverAllRows()
    {
        var schema = new RowSchema([new Column("price", ValueKind.Number), new Column("site", ValueKind.Text)]);
        var random = new Random(1);
        Row[] Rows(int count, double shift) => [.. Enumerable.Range(0, count).Select(i => new Row(schema, [random.NextDouble() + shift, i % 2 == 0 ? "north" : "south"]))];
        var options = new DriftOptions { Window = 50, Thinning = 5 };
        options.Ignore.Add("site");

        DriftReport moved = DriftMonitor.Compare(Rows(2_000, 0), Rows(300, 0.5));
        DriftReport still = DriftMonitor.Compare(Rows(2_000, 0), Rows(3_000, 0), options);

        Assert.Equal(("price", 300), (Assert.Single(moved.DriftedColumns).Column, moved.Rows));
        Assert.Equal((false, 3_000, 1), (still.Drifted, still.Rows, still.Columns.Count));
        Assert.Equal(50, options.Window);
        Assert.Contains("'current'", Assert.Throws<ArgumentException>(() => DriftMonitor.Compare(Rows(30, 0), [])).Message, StringComparison.Ordinal);
    }

    private static ColumnDrift Column(string name, bool drifted, double stability) => new()
    {
        Column = name,
        Kind = ValueKind.Text,
        Test = "chi2",
        Statistic = 12.5,
        PValue = drifted ? 1e-9 : 0.4,
        MissingPValue = 1,
        Stability = stability,
        Rows = 500,
        EffectiveRows = 480,
        ReferenceMissing = 0.01,
        Missing = 0.02,
        Unseen = drifted ? 0.25 : 0,
        UnseenExamples = drifted ? ["south"] : [],
        Drifted = drifted,
    };
}
