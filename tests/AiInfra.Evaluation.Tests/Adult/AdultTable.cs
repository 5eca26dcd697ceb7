using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Support;

namespace AiInfra.Evaluation.Tests.Adult;

/// <summary>The Adult census table (UCI, CC BY 4.0): 14 columns, and whether income exceeds 50K. Read from shared/data beside the checkout, or under AIINFRA_SHARED.</summary>
internal sealed record AdultTable(Row[] Rows, bool[] Rich)
{
    /// <summary>One of adult.data (32,561 rows) and adult.test (16,281); null where the data is not there.</summary>
    public static AdultTable? Read(string file)
    {
        string? path = SharedFiles.Find("data/" + file);
        if (path is null)
        {
            return null;
        }

        string[][] cells = [.. File.ReadLines(path).Where(l => l.Length > 0).Select(l => l.Split(',', StringSplitOptions.TrimEntries))];
        int columns = cells[0].Length - 1;
        bool[] numbers = [.. Enumerable.Range(0, columns).Select(c => double.TryParse(cells[1][c], CultureInfo.InvariantCulture, out _))];
        var schema = new RowSchema(Enumerable.Range(0, columns).Select(c => new Column(cells[0][c], numbers[c] ? ValueKind.Number : ValueKind.Text)));
        var rows = new List<Row>();
        var rich = new List<bool>();
        foreach (string[] line in cells.Skip(1))
        {
            rows.Add(new(schema, [.. Enumerable.Range(0, columns).Select(c => line[c] == "?" ? Value.Missing : numbers[c] ? Value.Of(double.Parse(line[c], CultureInfo.InvariantCulture)) : Value.Of(line[c]))]));
            rich.Add(line[columns].StartsWith(">50K", StringComparison.Ordinal));
        }

        return new([.. rows], [.. rich]);
    }
}
