using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Tests.Drift;

/// <summary>Windows, columns and values at the edge of what can be compared.</summary>
public sealed class DriftExtremesTests
{
    private static readonly Dictionary<string, Func<Random, Value>> Kinds = new()
    {
        ["normal"] = r => r.NextDouble() + r.NextDouble() + r.NextDouble(),
        ["few"] = r => (double)r.Next(3),
        ["zeros"] = r => r.Next(20) == 0 ? r.NextDouble() : 0.0,
        ["category"] = r => "c" + r.Next(5),
        ["rare"] = r => r.Next(100) == 0 ? "rare" + r.Next(20) : "common",
        ["flag"] = r => r.Next(10) == 0,
        ["gaps"] = r => r.Next(3) == 0 ? Value.Missing : r.NextDouble(),
    };

    [Theory]
    [InlineData(20, 20, 1000)]
    [InlineData(20, 5, 1000)]
    [InlineData(50, 10, 200)]
    [InlineData(200, 50, 20_000)]
    [InlineData(1000, 200, 300)]
    public void Observe_NothingChanges_AlarmsNoMoreThanStated(int window, int every, int reference)
    {
        const double stated = 0.05;
        var schema = new RowSchema(Kinds.Select(k => new Column(k.Key, k.Key switch { "category" or "rare" => ValueKind.Text, "flag" => ValueKind.Boolean, _ => ValueKind.Number })));
        var random = new Random(window + every + reference);
        Row Next() => new(schema, [.. Kinds.Values.Select(k => k(random))]);
        int stretches = 0, found = 0;
        for (int trial = 0; trial < (window > 100 ? 40 : 150) * Soak.Times; trial++)
        {
            var options = new DriftOptions { Window = window, Every = every, FalseAlarmRate = stated, MinimumDistance = 0, MinimumStability = 0, MinimumMissingChange = 0 };
            var monitor = new DriftMonitor(TableSketch.Summarize(schema, Enumerable.Range(0, reference).Select(_ => Next())), options);
            bool any = false;
            for (int i = 0; i < 2 * window; i++)
            {
                any |= monitor.Observe(Next(), Make.Start) is { Drifted: true } && i >= window;
            }

            // Training data of its own for every stretch: those that share some would err together.
            stretches++;
            found += any ? 1 : 0;
        }

        Soak.AssertRate(found, stretches, stated);
    }

    [Fact]
    public void Observe_OneMissingValueOfTwenty_IsNoFinding()
    {
        var random = new Random(6);
        TableSummary reference = TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, 2000).Select(i => new Row(Make.Inputs, [i == 7 ? Value.Missing : random.NextDouble(), "a"])));
        var monitor = new DriftMonitor(reference, new DriftOptions { Window = 20, Every = 20 });
        DriftReport report = Enumerable.Range(0, 20).Select(i => monitor.Observe(new Row(Make.Inputs, [i == 3 ? Value.Missing : random.NextDouble(), "a"]), Make.Start)).OfType<DriftReport>().Single();
        Assert.InRange(report.Columns[0].MissingPValue, 0.01, 0.1);
        Assert.False(report.Drifted);
    }

    [Fact]
    public void Evaluate_WindowsOfNothing_GivesNumbersAndNoFinding()
    {
        var schema = new RowSchema([new("x", ValueKind.Number), new("c", ValueKind.Text), new("none", ValueKind.Number)]);
        var random = new Random(1);
        TableSummary reference = TableSketch.Summarize(schema, Enumerable.Range(0, 500).Select(_ => new Row(schema, [random.NextDouble(), "a", Value.Missing])));
        var monitor = new DriftMonitor(reference, new DriftOptions { Window = 20 });
        DriftReport empty = monitor.Evaluate(Make.Start);
        Assert.False(empty.Drifted);
        monitor.Observe(new Row(schema, [0.5, "a", Value.Missing]), Make.Start);
        DriftReport one = monitor.Evaluate(Make.Start);
        Assert.False(one.Drifted);
        foreach (ColumnDrift c in empty.Columns.Concat(one.Columns))
        {
            Assert.All([c.PValue, c.MissingPValue, c.AdjustedPValue, c.Statistic, c.Stability, c.StabilityNoise, c.Missing, c.Unseen, c.EffectiveRows], n => Assert.True(double.IsFinite(n), $"{c}"));
        }
    }

    [Fact]
    public void Observe_AllMissingWindow_IsFoundByTheMissingAlone()
    {
        var random = new Random(2);
        TableSummary reference = TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, 500).Select(_ => new Row(Make.Inputs, [random.NextDouble(), "a"])));
        var monitor = new DriftMonitor(reference, new DriftOptions { Window = 50, Every = 50 });
        DriftReport report = Enumerable.Range(0, 50).Select(_ => monitor.Observe(new Row(Make.Inputs, [Value.Missing, Value.Missing]), Make.Start)).OfType<DriftReport>().Single();
        Assert.All(report.Columns, c => Assert.True(c.Drifted && c.Missing == 1 && c.PValue == 1 && double.IsFinite(c.AdjustedPValue), $"{c}"));
    }

    [Fact]
    public void Compare_ColumnsWithoutAValueOnEitherSide_AreReportedBesideTheOthers()
    {
        RowSchema schema = new([new("gone", ValueKind.Number), new("came", ValueKind.Text), new("never", ValueKind.Number), new("moved", ValueKind.Number)]);
        var random = new Random(1);
        Row[] before = [.. Enumerable.Range(0, 2000).Select(i => new Row(schema, [i % 5, Value.Missing, Value.Missing, random.NextDouble()]))];
        Row[] after = [.. Enumerable.Range(0, 400).Select(_ => new Row(schema, [Value.Missing, "a", Value.Missing, random.NextDouble() + 1]))];
        foreach (DriftOptions options in new[] { new DriftOptions(), new DriftOptions().Use(new JensenShannonDrift()) })
        {
            DriftReport report = DriftMonitor.Compare(before, after, options);
            Assert.Equal(["came", "gone", "moved"], report.DriftedColumns.Select(c => c.Column).Order());
            Assert.False(report.Columns.Single(c => c.Column == "never").Compared);
            Assert.All(report.Columns, c => Assert.All(new[] { c.Statistic, c.PValue, c.AdjustedPValue, c.Stability, c.StabilityNoise, c.Missing }, v => Assert.True(double.IsFinite(v), $"{c}")));
            Assert.DoesNotContain("NaN", report.ToHtml(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Observe_InfinitiesAndTexts_InANumericColumn_AreCompared()
    {
        var random = new Random(3);
        TableSummary reference = TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, 500).Select(_ => new Row(Make.Inputs, [random.NextDouble(), "a"])));
        var monitor = new DriftMonitor(reference, new DriftOptions { Window = 60, Every = 60 });
        Value[] odd = [double.PositiveInfinity, double.NegativeInfinity, "0.5", "text", true, double.MaxValue, -0.0, DateTime.UnixEpoch];
        DriftReport report = Enumerable.Range(0, 60).Select(i => monitor.Observe(new Row(Make.Inputs, [odd[i % odd.Length], odd[i % odd.Length]]), Make.Start)).OfType<DriftReport>().Single();
        Assert.All(report.Columns, c => Assert.True(c.Drifted && double.IsFinite(c.Statistic) && double.IsFinite(c.Stability), $"{c}"));
    }
}
