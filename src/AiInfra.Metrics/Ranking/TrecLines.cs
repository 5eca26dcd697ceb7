using System.Globalization;

namespace AiInfra.Metrics.Ranking;

/// <summary>Reads the columns of TREC's text files.</summary>
internal static class TrecLines
{
    public static IEnumerable<(int Line, string[] Columns)> Read(TextReader reader, int columns, string what)
    {
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            string[] parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
            {
                continue;
            }

            if (parts.Length < columns)
            {
                throw new FormatException($"Line {number} has {parts.Length} columns; {what} needs {columns}: '{line}'.");
            }

            yield return (number, parts);
        }
    }

    public static double Number(string text, int line) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
        ? number
        : throw new FormatException($"'{text}' in line {line} is not a finite number.");
}
