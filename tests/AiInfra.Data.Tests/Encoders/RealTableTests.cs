using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Encoders;

/// <summary>Tables that others made, where they lie beside the project.</summary>
public sealed class RealTableTests
{
    [Theory]
    [InlineData("adult.data", "Y")]
    [InlineData("bike-hour.csv", "demand")]
    [InlineData("elec2.csv", "class")]
    public void AppendTo_RealTable_ComputesWhatEncodeComputes(string file, string target)
    {
        (RowSchema schema, List<Row> rows) = Table(file);
        TableEncoder encoder = TableEncoder.Fit(schema.Without(target), rows.Take(rows.Count / 5));
        using var model = new EncodedModel(encoder);
        float worst = 0;
        foreach (Row[] part in rows.Chunk(4096))
        {
            float[] ours = encoder.Encode(part).Dense;
            float[] theirs = model.Run(part).Dense;
            Assert.Equal(ours.Length, theirs.Length);
            for (int i = 0; i < ours.Length; i++)
            {
                worst = Math.Max(worst, Math.Abs(ours[i] - theirs[i]));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {rows.Count} rows, width {encoder.Width}, {model.Model.Graph.Nodes.Count} nodes, largest difference {worst:G2}\n{encoder.Report}");
        Assert.InRange(worst, 0, 1e-6f);
    }

    private static (RowSchema Schema, List<Row> Rows) Table(string file)
    {
        string path = SharedData.Require(file);
        string[][] cells = [.. File.ReadLines(path).Where(l => l.Length > 0).Select(l => l.Split(',', StringSplitOptions.TrimEntries))];
        string[][] body = cells[1..];
        ValueKind[] kinds = [.. cells[0].Select((_, i) => body.All(r => double.TryParse(r[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double _)) ? ValueKind.Number
            : body.All(r => DateTime.TryParse(r[i], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime _)) ? ValueKind.Instant : ValueKind.Text)];
        var schema = new RowSchema(cells[0].Select((name, i) => new Column(name, kinds[i])));
        return (schema, [.. body.Select(r => new Row(schema, [.. r.Select((cell, i) => Parse(cell, kinds[i]))]))]);
    }

    private static Value Parse(string cell, ValueKind kind) => cell is "?" or "" ? Value.Missing : kind switch
    {
        ValueKind.Number => Value.Of(double.Parse(cell, CultureInfo.InvariantCulture)),
        ValueKind.Instant => Value.Of(DateTime.Parse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)),
        _ => Value.Of(cell),
    };
}
