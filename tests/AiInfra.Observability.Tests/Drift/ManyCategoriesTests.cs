using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Tests.Drift;

/// <summary>Columns of many categories: how often an unchanged one alarms, and after how many rows a changed one does. The table in docs/drift.md comes from here (AIINFRA_SOAK=20).</summary>
public sealed class ManyCategoriesTests
{
    private static readonly RowSchema s_schema = new([new("c", ValueKind.Text)]);

    private static readonly Dictionary<string, (int Reference, Func<Random, int> Next)> s_streams = new()
    {
        ["5 equal"] = (1000, r => r.Next(5)),
        ["300 equal"] = (1000, r => r.Next(300)),
        ["900 equal"] = (5000, r => r.Next(900)),
        ["500 by Zipf"] = (1000, r => Zipf(r, 500)),
        ["3000 by Zipf"] = (20_000, r => Zipf(r, 3000)),
        ["1500 equal"] = (10_000, r => r.Next(1500)),
        ["one and 200 rare"] = (1000, r => r.Next(10) > 0 ? 0 : 1 + r.Next(200)),
    };

    public static TheoryData<string> Streams => new(s_streams.Keys);

    [Theory]
    [MemberData(nameof(Streams))]
    public void Observe_ManyCategoriesUnchanged_AlarmNoMoreThanStated(string stream)
    {
        // Floors at zero: the statistics alone must keep the promise.
        var options = new DriftOptions { MinimumDistance = 0, MinimumStability = 0, MinimumMissingChange = 0 };
        int streams = 20 * Soak.Times, found = 0;
        for (int seed = 0; seed < streams; seed++)
        {
            var random = new Random(seed);
            (DriftMonitor monitor, Func<Row> next) = Start(stream, random, options);
            bool any = false;
            for (int i = 0; i < 2 * options.Window; i++)
            {
                any |= monitor.Observe(next(), Make.Start) is { Drifted: true } && i >= options.Window;
            }

            found += any ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{stream}: {found} of {streams} streams");
        Soak.AssertRate(found, streams, options.FalseAlarmRate);
    }

    [Theory]
    [InlineData("5 equal", "new", 600)]
    [InlineData("300 equal", "new", 600)]
    [InlineData("900 equal", "new", 600)]
    [InlineData("500 by Zipf", "new", 600)]
    [InlineData("3000 by Zipf", "new", 600)]
    [InlineData("one and 200 rare", "new", 600)]
    [InlineData("5 equal", "many new", 600)]
    [InlineData("300 equal", "many new", 1000)]
    [InlineData("900 equal", "many new", 1000)]
    [InlineData("500 by Zipf", "many new", 1000)]
    [InlineData("3000 by Zipf", "many new", 3000)]
    [InlineData("one and 200 rare", "many new", 1000)]
    [InlineData("5 equal", "half is gone", 600)]
    [InlineData("300 equal", "half is gone", 1000)]
    [InlineData("900 equal", "half is gone", 1000)]
    public void Observe_ManyCategoriesChange_IsSeenWithin(string stream, string change, int within)
    {
        var options = new DriftOptions { Every = 50 };
        var after = new List<int>();
        for (int seed = 0; seed < 5 * Soak.Times; seed++)
        {
            var random = new Random(seed);
            (DriftMonitor monitor, Func<Row> next) = Start(stream, random, options);
            for (int i = 0; i < options.Window; i++)
            {
                monitor.Observe(next(), Make.Start);
            }

            int rows = 0;
            for (bool seen = false; !seen && rows < 5000; rows++)
            {
                Row row = next();
                while (change == "half is gone" && row["c"].AsText()![^1] % 2 == 0)
                {
                    row = next();
                }

                // A fifth of the rows.
                bool changed = change != "half is gone" && random.Next(5) == 0;
                row = changed ? new Row(s_schema, [change == "new" ? "new" : "new" + random.Next(1000)]) : row;
                seen = monitor.Observe(row, Make.Start) is { Drifted: true };
            }

            after.Add(rows);
        }

        after.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"{stream}, {change}: seen after {after[after.Count / 2]} rows (median of {after.Count})");
        Assert.InRange(after[after.Count / 2], 50, within);
    }

    private static (DriftMonitor Monitor, Func<Row> Next) Start(string stream, Random random, DriftOptions options)
    {
        var (rows, next) = s_streams[stream];
        Row Next() => new(s_schema, ["c" + next(random)]);
        return (new DriftMonitor(TableSketch.Summarize(s_schema, Enumerable.Range(0, rows).Select(_ => Next())), options), Next);
    }

    // P(k) falls as 1 / k.
    private static int Zipf(Random random, int categories) => (int)Math.Exp(random.NextDouble() * Math.Log(categories + 1)) - 1;
}
