using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Support;

namespace AiInfra.Benchmarks.Trees;

/// <summary>A real table in training and test rows: its own split where it has one (the seed then orders the training rows), else a fifth drawn for the test.</summary>
internal sealed record QualityTable(string Name, string Target, ModelTask Task, string Train, string? Test, string[] Without, string[]? Names = null)
{
    public static QualityTable[] All { get; } =
    [
        new("adult", "Y", ModelTask.Classification, "adult.data", "adult.test", []),
        new("bike-hour", "demand", ModelTask.Regression, "bike-hour.csv", null, ["instant", "dteday", "casual", "registered"]),
        new("wdbc", "Diagnosis", ModelTask.Classification, "wdbc.data", null, ["ID"], ["ID", "Diagnosis", .. Enumerable.Range(1, 30).Select(i => $"f{i}")]),
        new("optdigits", "Class", ModelTask.Classification, "optdigits.tra", "optdigits.tes", []),
    ];

    /// <summary>The rows; null where the table is not beside the checkout.</summary>
    public (RowBatch Train, RowBatch Test)? Split(int seed)
    {
        if (Read(Train) is not { } rows)
        {
            return null;
        }

        int[] order = [.. Enumerable.Range(0, rows.Count)];
        new Random(seed).Shuffle(order);
        if (Test is { } file)
        {
            return Read(file) is { } own ? (rows.Take(order), own) : null;
        }

        int held = rows.Count / 5;
        return (rows.Take(order[held..]), rows.Take(order[..held]));
    }

    private RowBatch? Read(string file)
    {
        if (SharedFiles.Find("data/" + file) is not { } path)
        {
            return null;
        }

        string[][] lines = [.. File.ReadLines(path).Where(l => l.Length > 0).Select(l => l.Split(',', StringSplitOptions.TrimEntries))];
        string[] names = Names ?? lines[0];
        var columns = new List<(Column Column, ColumnData Data)>();
        for (int c = 0; c < names.Length; c++)
        {
            if (Without.Contains(names[c]))
            {
                continue;
            }

            string[] cells = [.. lines.Skip(1).Select(l => l[c].TrimEnd('.'))];
            bool numbers = cells.All(s => s == "?" || double.TryParse(s, CultureInfo.InvariantCulture, out _)) && !(names[c] == Target && Task == ModelTask.Classification);
            ValueKind kind = numbers ? ValueKind.Number : ValueKind.Text;
            columns.Add((new Column(names[c], kind), ColumnData.Of(kind, [.. cells.Select(s => s == "?" ? Value.Missing : numbers ? Value.Of(double.Parse(s, CultureInfo.InvariantCulture)) : Value.Of(s))])));
        }

        return new RowBatch(new RowSchema(columns.Select(c => c.Column)), [.. columns.Select(c => c.Data)]);
    }
}
