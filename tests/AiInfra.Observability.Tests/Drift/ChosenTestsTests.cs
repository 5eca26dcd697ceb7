using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Monitoring;

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

    [Theory]
    [InlineData(double.NaN, 1, "gave the p-value NaN, where 0 to 1 is expected")]
    [InlineData(-1.0, 1, "gave the p-value -1,")]
    [InlineData(2.0, 1, "gave the p-value 2,")]
    [InlineData(0.5, double.PositiveInfinity, "gave the statistic Infinity, where a finite number is expected")]
    [InlineData(null, 1, "threw InvalidOperationException: on purpose")]
    public void ATestThatCannotCompare_LeavesTheOthersJudgedAndIsNamed(double? chance, double statistic, string said)
    {
        DriftReport report = Compare(new DriftOptions().Use(new Fixed(chance, statistic), "x"), share: 0.9);
        Assert.Equal(["c"], report.DriftedColumns.Select(c => c.Column));
        Assert.Equal(["ks", "chi2", "ks"], report.Columns.Select(c => c.Test));
        string remark = Assert.Single(report.Remarks);
        Assert.Contains("The test 'fixed' of column 'x' " + said, remark);
        Assert.EndsWith("; 'ks' compared it.", remark);
        DriftReport all = Compare(new DriftOptions().Use(new Fixed(chance, statistic)), share: 0.9);
        Assert.Equal(["c"], all.DriftedColumns.Select(c => c.Column));
        Assert.Contains("of column 'c'", string.Join('\n', all.Remarks));
        Assert.Distinct(all.Remarks);
    }

    [Fact]
    public void ATestThatThrows_IsCountedAndNamedInTheLogAndDriftIsFound()
    {
        var log = new Lines();
        var options = new MonitorOptions { Inline = true, Quality = null, Drift = new DriftOptions { Window = 200, Every = 100 }.Use(new Fixed(null, 1), "x"), DriftAlarm = { RaiseAfter = 1 } };
        var monitor = new ModelMonitor("d", options, logger: log);
        var random = new Random(1);
        monitor.SetReference(1, new MonitorReference(TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, 2000).Select(_ => new Row(Make.Inputs, [random.NextDouble(), random.NextDouble() < 0.5 ? "a" : "b"])))));
        for (int i = 0; i < 200; i++)
        {
            monitor.OnSignal(Make.Prediction(i, new Row(Make.Inputs, [random.NextDouble(), "a"])));
        }

        Assert.True(monitor.Status.DriftAlarm);
        Assert.Equal(1, monitor.Status.Faults);
        Assert.Contains(log.All, l => l.StartsWith("Drift test fixed of d threw InvalidOperationException: on purpose. Columns it could not compare: x (1 in all)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("ks")]
    [InlineData(" ")]
    public void Use_ATestWhoseNameIsTakenOrNone_IsRefused(string name) =>
        Assert.Contains("a name of its own is expected", Refused(new DriftOptions().Use(new Fixed(1, 1, name), "x")).Replace("a short one of its own", "a name of its own"));

    [Fact]
    public void Options_NullForATest_AreRefusedByName()
    {
        var options = new DriftOptions { Numbers = null! };
        options.Columns["x"] = null!;
        string said = Refused(options);
        Assert.Contains("Numbers is never null", said);
        Assert.Contains("Columns['x'] is null", said);
    }

    [Fact]
    public void ChanceOf_FewRowsExpected_IsFishersExactOne()
    {
        var exact = new Exact();
        var schema = new RowSchema([new("c", ValueKind.Text)]);
        DriftReport report = DriftMonitor.Compare(
            [.. Enumerable.Range(0, 1000).Select(_ => new Row(schema, ["a"]))],
            [.. Enumerable.Range(0, 30).Select(i => new Row(schema, [i == 0 ? "b" : "a"]))],
            new DriftOptions { CorrectDependence = false }.Use(exact));
        Assert.InRange(report.Columns[0].PValue, 30.0 / 1030, 1);      // one new row among thirty is no wonder; chi-square says 1e-8
        Assert.Equal("exact", report.Columns[0].Test);
    }

    private static string Refused(DriftOptions options) => Assert.Throws<ArgumentException>(() => Compare(options)).Message;

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

    private sealed class Fixed(double? chance, double statistic, string name = "fixed") : INumberDriftTest, ICategoryDriftTest
    {
        public string Name => name;

        public string Title => name;

        public DriftEvidence Compare(NumberSample window) => new(statistic, chance ?? throw new InvalidOperationException("on purpose"), true);

        public DriftEvidence Compare(CategorySample window) => new(statistic, chance ?? throw new InvalidOperationException("on purpose"), true);
    }

    private sealed class Exact : ICategoryDriftTest
    {
        public string Name => "exact";

        public string Title => "exact";

        public DriftEvidence Compare(CategorySample window) => new(0, window.ChanceOf(window.Reference.Cells(window.Counts, window.Inflation)), true);
    }

    private sealed class ReadsNothing : IDriftTest
    {
        public string Name => "nothing";

        public string Title => "nothing";
    }
}
