using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;

namespace ClosedLoop;

/// <summary>A copy of a file whose rows are mixed, cell by cell as they were written.</summary>
internal static class ShuffledFile
{
    public static async Task<string> WriteAsync(string path, string to, RunOptions options, CancellationToken cancellationToken)
    {
        CsvProfile profile = await CsvProfile.ReadAsync(path, options.Csv(1000, MisfitCell.RejectRow), cancellationToken);
        CsvOptions asText = options.Csv(1000, MisfitCell.RejectRow);
        asText.Missing = [];
        foreach (CsvColumn column in profile.Columns)
        {
            asText.Kinds[column.Name] = ValueKind.Text;
        }

        char delimiter = profile.Delimiter == ' ' ? '\t' : profile.Delimiter;
        int unreadable = 0;
        var lines = new List<string>();
        await foreach (Row row in new CsvSource(path, asText).ReadRowsAsync(_ => unreadable++, cancellationToken))
        {
            lines.Add(Line(row.Values.ToArray().Select(v => v.AsText() ?? ""), delimiter));
        }

        string[] mixed = [.. lines];
        new Random(options.Seed).Shuffle(mixed);
        IEnumerable<string> header = profile.HasHeader ? [Line(profile.Columns.Select(c => c.Name), delimiter)] : [];
        await File.WriteAllLinesAsync(to, header.Concat(mixed), cancellationToken);
        Console.WriteLine($"{Show.Count(mixed.Length)} rows mixed{(unreadable > 0 ? $", {Show.Count(unreadable)} unreadable ones left out" : "")}: {to}");
        return to;
    }

    private static string Line(IEnumerable<string> cells, char delimiter) =>
        string.Join(delimiter, cells.Select(c => c.AsSpan().IndexOfAny([delimiter, '"', '\n', '\r', ' ']) < 0 ? c : $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
