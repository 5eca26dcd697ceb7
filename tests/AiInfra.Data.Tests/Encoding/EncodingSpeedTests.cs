using System.Diagnostics;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoding;

namespace AiInfra.Data.Tests.Encoding;

/// <summary>Slow measurements, run with AIINFRA_SOAK=1.</summary>
public sealed class EncodingSpeedTests
{
    [Fact]
    public void Fit_AMillionRows_TakesSeconds()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1", "Set AIINFRA_SOAK=1 to measure.");
        var schema = new RowSchema(Enumerable.Range(0, 6).Select(i => new Column($"n{i}", ValueKind.Number))
            .Concat([new("a", ValueKind.Text), new("b", ValueKind.Text), new("t", ValueKind.Instant), new("f", ValueKind.Boolean)]));
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 1000).Select(i => $"word{i}")];
        Row[] rows = [.. Enumerable.Range(0, 1_000_000).Select(i => new Row(schema,
        [
            random.NextDouble(), random.NextDouble() * 1e6, i % 9 == 0 ? Value.Missing : random.NextDouble(), random.Next(100), Math.Exp(10 * random.NextDouble()), -random.NextDouble(),
            words[random.Next(10)], words[random.Next(1000)], DateTime.UnixEpoch.AddMinutes(random.Next(1_000_000)), random.Next(2) == 0,
        ]))];

        long start = Stopwatch.GetTimestamp();
        TableEncoder encoder = TableEncoder.Fit(schema, rows);
        TimeSpan fit = Stopwatch.GetElapsedTime(start);
        var dense = new float[encoder.Width];
        start = Stopwatch.GetTimestamp();
        foreach (Row row in rows)
        {
            encoder.Encode(row, dense);
        }

        TimeSpan encode = Stopwatch.GetElapsedTime(start);
        using var model = new EncodedModel(encoder);
        Row[] one = [rows[0]];
        double run = model.Time(one, 5000);
        double many = model.Time(rows[..256], 200);
        TestContext.Current.TestOutputHelper?.WriteLine($"width {encoder.Width}, fit {fit.TotalSeconds:F2} s, encode {encode.TotalMicroseconds / rows.Length:F3} us a row, one row through the graph {run * 1e6:F1} us, 256 rows {many * 1e6:F0} us, {model.Model.Graph.Nodes.Count} nodes\n{encoder.Report}");
        Assert.True(fit < TimeSpan.FromSeconds(10), $"{fit}");
    }
}
