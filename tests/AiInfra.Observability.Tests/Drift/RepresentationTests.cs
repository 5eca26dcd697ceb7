using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Tests.Drift;

/// <summary>The same values written in another way are no drift.</summary>
public sealed class RepresentationTests
{
    private static readonly Dictionary<string, (Func<Random, Value> Trained, Func<Value, Value> Served)> s_ways = new()
    {
        ["few prices, double then float"] = (r => Price(r, 30), Single),
        ["few prices, float then double"] = (r => Single(Price(r, 30)), v => Math.Round(v.AsNumber(), 2)),
        ["many prices, double then float"] = (r => Price(r, 2000), Single),
        ["one price in three, double then float"] = (r => r.Next(3) == 0 ? 0.7 : r.NextDouble(), Single),
        ["one price in three, some as float"] = (r => r.Next(3) == 0 ? 0.7 : r.NextDouble(), v => v.AsNumber() > 0.5 ? Single(v) : v),
        ["prices as text"] = (r => Price(r, 30), v => v.AsText()),
        ["whole numbers beyond a float"] = (r => 16_777_217.0 + (2 * r.Next(40)), Single),
        ["zeros of both signs"] = (r => r.Next(2) == 0 ? 0.0 : r.Next(5), v => v.AsNumber() == 0 ? -0.0 : v),
        ["codes as text, then as numbers"] = (r => r.Next(6).ToString(CultureInfo.InvariantCulture), v => double.Parse(v.AsText()!, CultureInfo.InvariantCulture)),
        ["codes with and without decimals"] = (r => r.Next(6).ToString(CultureInfo.InvariantCulture), v => v.AsText() + ".0"),
        ["rates as text, then as floats"] = (r => "0." + (1 + r.Next(8)).ToString(CultureInfo.InvariantCulture), v => (double)float.Parse(v.AsText()!, CultureInfo.InvariantCulture)),
        ["flags, then 0 and 1"] = (r => r.Next(3) == 0, v => v.AsBoolean() ? 1.0 : 0.0),
        ["flags, then texts"] = (r => r.Next(3) == 0, v => v.AsBoolean() ? "True" : "False"),
        ["texts, then flags"] = (r => r.Next(3) == 0 ? "TRUE" : "FALSE", v => v.AsText() == "TRUE"),
    };

    public static TheoryData<string> Ways => new(s_ways.Keys);

    [Theory]
    [MemberData(nameof(Ways))]
    public void Observe_SameValuesInAnotherForm_IsNoDrift(string way)
    {
        ColumnDrift column = Run(s_ways[way].Trained, s_ways[way].Trained, s_ways[way].Served);
        Assert.False(column.Drifted, $"{column}");
        Assert.InRange(column.Stability, 0, 0.1);
        Assert.InRange(column.PValue, 1e-4, 1);
        Assert.Equal((0, 0), (column.Unseen, column.Missing));
    }

    [Fact]
    public void Observe_CodesWithLeadingZeros_AreOtherCodes() =>
        Assert.True(Run(r => "00" + r.Next(6), r => r.Next(6).ToString(CultureInfo.InvariantCulture), v => v).Drifted);

    [Fact]
    public void Observe_LongIdentifiersThatDifferInTheLastDigit_AreOtherIdentifiers() =>
        Assert.True(Run(_ => "123456789012345678", _ => "123456789012345679", v => v).Drifted);

    [Theory]
    [InlineData(1e-60)]
    [InlineData(1e-3)]
    [InlineData(1)]
    [InlineData(1e60)]
    public void Observe_SmallestRealMoveOfAConstant_IsDrift(double constant) =>
        Assert.True(Run(_ => constant, _ => constant * (1 + 1e-6), v => v).Drifted);

    /// <summary>By the table of conversions: a text that reads as one is a number, and what is none is missing.</summary>
    [Theory]
    [InlineData("12", 0)]
    [InlineData(" 12", 1)]
    [InlineData("NaN", 1)]
    [InlineData("1e400", 1)]
    [InlineData("twelve", 1)]
    [InlineData("", 1)]
    public void Observe_TextInAColumnOfNumbers_IsANumberOrMissing(string text, double missing) =>
        Assert.Equal(missing, Run(r => r.Next(2000) * 0.5, _ => text, v => v).Missing);

    [Fact]
    public void Observe_TimeInAColumnOfNumbers_IsMissing() =>
        Assert.Equal(1, Run(r => r.Next(2000) * 0.5, _ => DateTime.UnixEpoch, v => v).Missing);

    [Fact]
    public void Observe_TimesInEveryForm_AreThere()
    {
        Assert.Equal(0, Run(r => DateTime.UnixEpoch.AddHours(r.Next(9000)), r => DateTime.UnixEpoch.AddHours(r.Next(9000)), v => new DateTimeOffset(v.AsInstant()).ToUnixTimeMilliseconds()).Missing);
        Assert.Equal(0, Run(r => DateTime.UnixEpoch.AddHours(r.Next(9000)), r => DateTime.UnixEpoch.AddHours(r.Next(9000)), v => v.AsText()).Missing);
        Assert.Equal(1, Run(r => DateTime.UnixEpoch.AddHours(r.Next(9000)), _ => "yesterday", v => v).Missing);
    }

    [Fact]
    public void Observe_EmptyTexts_AreMissingOnBothSides()
    {
        static Value Some(Random r) => r.Next(3) == 0 ? "" : $"c{r.Next(4)}";
        ColumnDrift column = Run(Some, Some, v => v.AsText()!.Length == 0 ? Value.Missing : v);
        Assert.False(column.Drifted, $"{column}");
        Assert.Equal(0, column.Unseen);
        Assert.InRange(column.ReferenceMissing, 0.3, 0.37);
        Assert.True(Run(r => $"c{r.Next(4)}", Some, v => v).MissingMoved);
    }

    private static Value Price(Random random, int prices) => Math.Round(0.01 + (random.Next(prices) * 0.17), 2);

    private static Value Single(Value value) => (double)(float)value.AsNumber();

    private static ColumnDrift Run(Func<Random, Value> trained, Func<Random, Value> now, Func<Value, Value> served)
    {
        var random = new Random(5);
        var schema = new RowSchema([new("x", trained(new Random(1)).Kind)]);
        TableSummary reference = TableSketch.Summarize(schema, Enumerable.Range(0, 5000).Select(_ => new Row(schema, [trained(random)])));
        var monitor = new DriftMonitor(reference, new DriftOptions());
        DriftReport? report = null;
        while (report is null)
        {
            report = monitor.Observe(new Row(schema, [served(now(random))]), Make.Start);
        }

        return report.Columns[0];
    }
}
