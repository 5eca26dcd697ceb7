using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Tests.Drift;

/// <summary>Which test compares a column is an option, and a test may be the host's own.</summary>
public sealed class ChosenTestsTests
{
    private static readonly RowSchema Schema = new([new("x", ValueKind.Number), new("c", ValueKind.Text), new("y", ValueKind.Number)]);

    [Fact]
    public void Use_ForAllOrForOneColumn_IsTheTestThatTheReportNames()
    {
        Assert.Equal(["ks", "chi2", "ks"], Compare(new()).Columns.Select(c => c.Test));
        Assert.Equal(["js", "js", "js"], Compare(new DriftOptions().Use(new JensenShannonDrift())).Columns.Select(c => c.Test));
        Assert.Equal(["ks", "chi2", "js"], Compare(new DriftOptions().Use(new JensenShannonDrift(), "y")).Columns.Select(c => c.Test));
    }

    [Fact]
    public void Use_ATestThatDoesNotReadTheColumn_IsToldAndTheUsualTestCompares()
    {
        DriftReport report = Compare(new DriftOptions().Use(new ChiSquareDrift(), "x", "gone"));
        Assert.Equal("ks", report.Columns[0].Test);
        Assert.Equal(2, report.Remarks.Count);
        Assert.Contains("'gone', which the training data does not have", report.Remarks[0]);
        Assert.Contains("'x', whose values (Number) it does not read; 'ks' compared it", report.Remarks[1]);
        Assert.Contains("it does not read", report.ToHtml());
        Assert.Empty(Compare(new()).Remarks);
        Assert.Throws<ArgumentException>(() => new DriftOptions().Use(new ReadsNothing()));
    }

    [Fact]
    public void JensenShannon_ShiftedNumbersAndCategories_AreFoundAndNamedEverywhere()
    {
        DriftReport report = Compare(new DriftOptions().Use(new JensenShannonDrift()), shift: 0.4, share: 0.6);
        Assert.Equal(["c", "x"], report.DriftedColumns.Select(c => c.Column).Order());
        Assert.All(report.DriftedColumns, c => Assert.InRange(c.Statistic, 0.1, 1));
        Assert.Contains("Jensen-Shannon", report.ToHtml());
        CatalogEvent told = CatalogEvent.Of(EventKinds.Drift, "d", report.At, "", new DriftFound(1, EventRecords.Of(report with { Remarks = ["no such column"] })));
        Assert.Equal(["no such column"], told.Read<DriftFound>().Report.Remarks);
        InputColumnDrift back = told.Read<DriftFound>().Report.Columns[0];
        Assert.Equal(("js", "Jensen-Shannon", report.Columns[0].Statistic), (back.Test, back.TestTitle, back.Statistic));
    }

    [Fact]
    public void JensenShannon_ByHand_IsTheDistanceOfTheCells()
    {
        // Two numbers half and half in training, three quarters and one quarter in the window; the middle is 5/8 and 3/8:
        // (0.5 log2(4/5) + 0.5 log2(4/3) + 0.75 log2(6/5) + 0.25 log2(2/3)) / 2 = 0.048795, whose root is the distance.
        var schema = new RowSchema([new("b", ValueKind.Number)]);
        Row[] Rows(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(i => new Row(schema, [value(i)]))];
        var options = new DriftOptions { CorrectDependence = false, CompareIdentifiers = true }.Use(new JensenShannonDrift());
        ColumnDrift column = DriftMonitor.Compare(Rows(1000, i => i % 2), Rows(1000, i => i % 4 == 0 ? 1 : 0), options).Columns[0];
        Assert.Equal(0.220896, column.Statistic, 6);
        Assert.True(column.Drifted);
    }

    [Fact]
    public void JensenShannon_StationaryStream_FalseFindingsStayUnderTheStatedRate()
    {
        // Floors at zero: certainty alone must keep the promise of 10 % a stretch.
        DriftOptions options = new DriftOptions { Window = 300, Every = 300, FalseAlarmRate = 0.1, MinimumStability = 0, MinimumMissingChange = 0 }.Use(new JensenShannonDrift { MinimumDistance = 0 });
        var random = new Random(3);
        TableSummary reference = TableSketch.Summarize(Schema, Enumerable.Range(0, 5000).Select(_ => Next(random, 0, 0.5)));
        int found = 0, windows = 300 * Soak.Times;
        for (int w = 0; w < windows; w++)
        {
            var monitor = new DriftMonitor(reference, options);
            bool any = false;
            for (int i = 0; i < 300; i++)
            {
                any |= monitor.Observe(Next(random, 0, 0.5), Make.Start) is { Drifted: true };
            }

            found += any ? 1 : 0;
        }

        // Three standard deviations above what is stated.
        Assert.InRange(found, 0, (0.1 * windows) + (3 * Math.Sqrt(windows * 0.09)));
    }

    [Fact]
    public void ATestOfTheHostsOwn_ComparesAndIsShownByItsName()
    {
        DriftReport report = Compare(new DriftOptions().Use(new MeanMoved(), "x"), shift: 0.3);
        Assert.Equal(("mean", "mean moved", true), (report.Columns[0].Test, report.Columns[0].TestTitle, report.Columns[0].Drifted));
        Assert.Equal(0.3, report.Columns[0].Statistic, 1);
        Assert.Contains("mean moved", report.ToHtml());
    }

    private static DriftReport Compare(DriftOptions options, double shift = 0, double share = 0.5)
    {
        var random = new Random(1);
        return DriftMonitor.Compare([.. Enumerable.Range(0, 3000).Select(_ => Next(random, 0, 0.5))], [.. Enumerable.Range(0, 1000).Select(_ => Next(random, shift, share == 0.5 ? 0.5 : 0.9))], options);
    }

    private static Row Next(Random random, double shift, double share) =>
        new(Schema, [random.NextDouble() + shift, random.NextDouble() < share ? "a" : "b", random.NextDouble()]);

    private sealed class MeanMoved : INumberDriftTest
    {
        public string Name => "mean";

        public string Title => "mean moved";

        public DriftEvidence Compare(NumberSample window)
        {
            double moved = window.Sorted.Average() - window.Summary.Mean;
            double error = window.Summary.StandardDeviation * Math.Sqrt(window.Inflation / window.Sorted.Count);
            return new(moved, Math.Abs(moved) > 6 * error ? 1e-9 : 1, Math.Abs(moved) > window.Summary.StandardDeviation / 4);
        }
    }

    private sealed class ReadsNothing : IDriftTest
    {
        public string Name => "nothing";

        public string Title => "nothing";
    }
}
