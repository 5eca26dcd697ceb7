using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Tests.Drift;

public sealed class DriftMonitorTests
{
    private static readonly RowSchema s_withoutC = new([new("x", ValueKind.Number), new("extra", ValueKind.Number)]);

    [Theory]
    [InlineData(1, true)]
    [InlineData(40, true)]
    [InlineData(1, false)]
    [InlineData(40, false)]
    public void Observe_StationaryManyColumns_FalseFindingsStayUnderTheStatedRate(int columns, bool dependenceCorrected)
    {
        // Floors at zero: the statistics alone must keep the promise.
        var options = new DriftOptions { Window = 500, Every = 100, FalseAlarmRate = 0.1, MinimumDistance = 0, MinimumStability = 0, MinimumMissingChange = 0, CorrectDependence = dependenceCorrected };
        RowSchema schema = Schema(columns);
        var random = new Random(1);
        Row Next() => new(schema, [.. schema.Columns.Select((c, i) => (i % 4) switch
        {
            0 => Value.Of(random.NextDouble()),
            1 => Value.Of((double)random.Next(5)),
            2 => random.Next(20) == 0 ? Value.Missing : Value.Of("c" + random.Next(6)),
            _ => random.Next(20) == 0 ? Value.Missing : Value.Of(random.NextDouble() < 0.4 ? 0 : random.NextDouble()),
        })]);
        TableSummary reference = TableSketch.Summarize(schema, Enumerable.Range(0, 20_000).Select(_ => Next()));
        int windows = (columns == 1 ? 300 : 40) * Soak.Times, found = 0;
        for (int w = 0; w < windows; w++)
        {
            var monitor = new DriftMonitor(reference, options);
            bool any = false;
            // One stretch of a window's length after the window is full.
            for (int i = 0; i < options.Window * 2; i++)
            {
                any |= monitor.Observe(Next(), Make.Start) is { Drifted: true } && i >= options.Window;
            }

            found += any ? 1 : 0;
        }

        Soak.AssertRate(found, windows, options.FalseAlarmRate);
    }

    [Fact]
    public void Observe_ShiftedNumber_IsFoundAndNamed()
    {
        DriftReport report = Run(new(), r => [r.NextDouble(), "c" + r.Next(3)], r => [r.NextDouble() + 0.3, "c" + r.Next(3)]);
        Assert.True(report.Drifted);
        Assert.Equal(["x"], report.DriftedColumns.Select(c => c.Column));
        Assert.Equal(0.3, report.Columns[0].Statistic, 0.05);
    }

    [Fact]
    public void Observe_CategoryNeverSeen_IsFoundWithExamples()
    {
        DriftReport report = Run(new(), r => [r.NextDouble(), "c" + r.Next(3)], r => [r.NextDouble(), r.Next(4) == 0 ? "new" : "c" + r.Next(3)]);
        ColumnDrift column = report.Columns[1];
        Assert.True(column.Drifted);
        Assert.Equal(0.25, column.Unseen, 0.05);
        Assert.Equal(["new"], column.UnseenExamples);
    }

    [Fact]
    public void Observe_ValuesGoMissing_IsFound()
    {
        DriftReport report = Run(new(), r => [r.NextDouble(), "a"], r => [r.Next(3) == 0 ? Value.Missing : r.NextDouble(), "a"]);
        Assert.Equal(["x"], report.DriftedColumns.Select(c => c.Column));
        Assert.InRange(report.Columns[0].Missing, 0.28, 0.38);
    }

    [Fact]
    public void Observe_ConstantColumnChanges_IsFound()
    {
        DriftReport report = Run(new(), _ => [7.0, "a"], _ => [8.0, "b"]);
        Assert.All(report.Columns, c => Assert.True(c.Drifted));
    }

    [Fact]
    public void Observe_ColumnAllMissingInTraining_ThatNowHasValues_IsFound()
    {
        DriftReport report = Run(new(), _ => [Value.Missing, "a"], r => [r.NextDouble(), "a"]);
        Assert.True(report.Columns[0].Drifted);
        Assert.Equal("none", report.Columns[0].Test);
    }

    [Fact]
    public void Observe_TrifleInAHugeWindow_IsNoFinding()
    {
        var options = new DriftOptions { Window = 50_000, Every = 50_000 };
        DriftReport report = Run(options, r => [r.NextDouble(), "a"], r => [r.NextDouble() + 0.02, "a"], 100_000);
        Assert.InRange(report.Columns[0].PValue, 0, 1e-6);
        Assert.False(report.Drifted);
    }

    [Fact]
    public void Observe_Shift_IsFoundAsSoonAsTheWindowHoldsEnoughOfIt()
    {
        var options = new DriftOptions { Window = 1000, Every = 100 };
        var random = new Random(3);
        TableSummary reference = TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, 10_000).Select(_ => new Row(Make.Inputs, [random.NextDouble(), "a"])));
        var monitor = new DriftMonitor(reference, options);
        int? at = null;
        for (int i = 0; i < 4000 && at is null; i++)
        {
            at = monitor.Observe(new Row(Make.Inputs, [random.NextDouble() + (i < 2000 ? 0 : 0.5), "a"]), Make.Start) is { Drifted: true } ? i : null;
        }

        Assert.InRange(at ?? int.MaxValue, 2000, 2500);
    }

    [Theory]
    [InlineData(true, 0, 0.02)]
    [InlineData(false, 0.1, 1)]
    public void Observe_SlowlyWanderingInputsWithoutChange_NeedTheCorrection(bool correct, double least, double most)
    {
        // An autoregressive stream: neighbours correlate with 0.98. Training data and stream are of one process.
        var options = new DriftOptions { Window = 1000, Every = 500, CorrectDependence = correct };
        int judged = 0, found = 0;
        for (int seed = 0; seed < 10 * Soak.Times; seed++)
        {
            var random = new Random(seed);
            double state = 0;
            Row Next()
            {
                double noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                state = (0.98 * state) + (Math.Sqrt(1 - (0.98 * 0.98)) * noise);
                return new(Make.Inputs, [state, "a"]);
            }

            var monitor = new DriftMonitor(TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, 20_000).Select(_ => Next())), options);
            for (int i = 0; i < 20_000; i++)
            {
                if (monitor.Observe(Next(), Make.Start) is { } report)
                {
                    judged++;
                    found += report.Drifted ? 1 : 0;
                }
            }
        }

        Soak.AssertRate(found, judged, most, least);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Observe_WeekdaysInAWindowOfHalfAWeek_AreAsUnstableAsChanceMakesThem(bool text)
    {
        // Thirty rows a day: a window of a hundred knows four days of seven at most.
        var schema = new RowSchema([new("weekday", text ? ValueKind.Text : ValueKind.Number)]);
        Row At(int i) => new(schema, [text ? Value.Of("day " + (i / 30 % 7)) : Value.Of((double)(i / 30 % 7))]);
        var monitor = new DriftMonitor(TableSketch.Summarize(schema, Enumerable.Range(0, 4200).Select(At)), new DriftOptions { Window = 100, Every = 25 });
        ColumnDrift[] found = [.. Enumerable.Range(4200, 4200).Select(i => monitor.Observe(At(i), Make.Start)).OfType<DriftReport>().Select(r => r.Columns[0])];

        Assert.All(found, c => Assert.InRange(c.Stability, 0.5, 4));
        Assert.InRange(found.Count(c => c.Stability > c.StabilityNoise), 0, found.Length / 20);
    }

    [Fact]
    public void Observe_ShiftedNumber_IsMoreUnstableThanChanceMakesIt()
    {
        ColumnDrift column = Run(new(), r => [(double)r.Next(7), "a"], r => [(double)r.Next(4), "a"]).Columns[0];
        Assert.InRange(column.StabilityNoise, 1e-3, 0.1);
        Assert.InRange(column.Stability, 10 * column.StabilityNoise, 10);
    }

    [Fact]
    public void Observe_ColumnThatNoInputHad_IsNamedAndNotJudged()
    {
        // The commit that a model was trained on has its target and its ids too; nobody asks the model with them.
        var random = new Random(4);
        DriftMonitor monitor = Against(random);
        DriftReport report = Enumerable.Range(0, 200).Select(_ => monitor.Observe(WithoutC(random), Make.Start)).OfType<DriftReport>().Last();

        Assert.Equal(["c"], monitor.Absent);
        Assert.Equal(["c"], report.NotAsked);
        Assert.Equal(["x"], report.Columns.Select(c => c.Column));
        Assert.False(report.Drifted);
    }

    [Fact]
    public void Observe_InputsLoseAColumn_CountsAsMissing()
    {
        var random = new Random(4);
        DriftMonitor monitor = Against(random);
        monitor.Observe(new Row(Make.Inputs, [random.NextDouble(), "a"]), Make.Start);
        DriftReport report = Enumerable.Range(0, 200).Select(_ => monitor.Observe(WithoutC(random), Make.Start)).OfType<DriftReport>().Last();

        Assert.Equal(["c"], monitor.Absent);
        Assert.Empty(report.NotAsked);
        Assert.Equal(1, report.Columns[1].Missing);
        Assert.True(report.Columns[1].Drifted);
    }

    [Fact]
    public void Observe_NoColumnOfTheSummary_FindsNothing()
    {
        var random = new Random(4);
        DriftMonitor monitor = Against(random);
        var other = new RowSchema([new("input[0]", ValueKind.Number)]);
        DriftReport report = Enumerable.Range(0, 100).Select(_ => monitor.Observe(new Row(other, [random.NextDouble()]), Make.Start)).OfType<DriftReport>().Single();

        Assert.Equal(["x", "c"], report.NotAsked);
        Assert.False(report.Drifted);
    }

    [Fact]
    public void Observe_IgnoredColumn_IsNotWatched()
    {
        var options = new DriftOptions();
        options.Ignore.Add("x");
        Assert.False(Run(options, r => [r.NextDouble(), "a"], r => [r.NextDouble() + 5, "a"]).Drifted);
    }

    [Theory]
    [InlineData("counter")]
    [InlineData("identifier")]
    [InlineData("time")]
    public void Observe_ColumnThatNamesRows_IsNotCompared(string what)
    {
        Value Next(int i) => what switch
        {
            "counter" => i,
            "identifier" => "id" + i,
            _ => Make.Start.UtcDateTime.AddMinutes(i),
        };
        var schema = new RowSchema([new("x", Next(0).Kind), new("c", ValueKind.Text)]);
        TableSummary reference = TableSketch.Summarize(schema, Enumerable.Range(0, 5000).Select(i => new Row(schema, [Next(i), "a"])));
        DriftReport report = Judge(new());
        Assert.Equal(("none", false), (report.Columns[0].Test, report.Drifted));

        // Identifiers of which none came twice are not told apart from others of which none comes twice: no distribution has changed.
        DriftReport compared = Judge(new() { CompareIdentifiers = true });
        Assert.Equal((what == "identifier" ? "chi2" : "ks", what != "identifier"), (compared.Columns[0].Test, compared.Drifted));

        DriftReport Judge(DriftOptions options)
        {
            var monitor = new DriftMonitor(reference, options);
            int i = 5000;
            DriftReport? found = null;
            while (found is null)
            {
                found = monitor.Observe(new Row(schema, [Next(i++), "a"]), Make.Start);
            }

            return found;
        }
    }

    [Fact]
    public void Observe_WholeNumbersThatAreNoCounter_AreCompared() =>
        Assert.True(Run(new(), r => [(double)r.Next(1_000_000), "a"], r => [(double)r.Next(1_500_000), "a"]).Drifted);

    [Fact]
    public void Observe_SameStreamTwice_GivesEqualNumbers()
    {
        static double[] Once() => [.. Run(new(), r => [r.NextDouble(), "c" + r.Next(3)], r => [r.NextDouble() * 1.1, "c" + r.Next(4)]).Columns.SelectMany(c => new[] { c.PValue, c.Stability, c.Statistic, c.AdjustedPValue })];
        Assert.Equal(Once(), Once());
    }

    private static RowSchema Schema(int columns) => new(Enumerable.Range(0, columns).Select(i => new Column("k" + i, i % 4 == 2 ? ValueKind.Text : ValueKind.Number)));

    private static DriftMonitor Against(Random random) => new(
        TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, 1000).Select(_ => new Row(Make.Inputs, [random.NextDouble(), "a"]))), new() { Window = 100, Every = 100 });

    private static Row WithoutC(Random random) => new(s_withoutC, [random.NextDouble(), 1.0]);

    private static DriftReport Run(DriftOptions options, Func<Random, Value[]> before, Func<Random, Value[]> after, int referenceRows = 5000)
    {
        var random = new Random(2);
        TableSummary reference = TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, referenceRows).Select(_ => new Row(Make.Inputs, before(random))));
        var monitor = new DriftMonitor(reference, options);
        DriftReport? report = null;
        while (report is null)
        {
            report = monitor.Observe(new Row(Make.Inputs, after(random)), Make.Start);
        }

        return report;
    }
}
