using System.Globalization;
using System.Text;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>The contest as a table to be read.</summary>
internal static class SelectionReport
{
    public static string Of(IReadOnlyList<CandidateScore> scores, SelectionMetric metric, string how, IReadOnlyList<string> notes)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Best of {scores.Count(s => !s.Name.StartsWith("mean of", StringComparison.Ordinal))} candidates by {metric}, {how}. The figure of the chosen one is a little too good, for it was chosen by it; judge it on rows that were kept apart.\n");
        List<string[]> lines = [["candidate", "loss", "95 % interval", "folds", "seconds", "", "why"]];
        lines.AddRange(scores.Select(s => new[]
        {
            s.Name,
            Number(s.Loss),
            double.IsNaN(s.Loss) ? "-" : $"{Number(s.Low)} to {Number(s.High)}",
            s.Folds.ToString(CultureInfo.InvariantCulture),
            s.Time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
            s.IsChosen ? "chosen" : "",
            s.Why,
        }));
        int[] widths = [.. Enumerable.Range(0, 6).Select(i => lines.Max(l => l[i].Length))];
        foreach (string[] line in lines)
        {
            for (int i = 0; i < widths.Length; i++)
            {
                text.Append(i is 1 or 3 or 4 ? line[i].PadLeft(widths[i]) : line[i].PadRight(widths[i])).Append("  ");
            }

            text.Append(line[^1]).Append('\n');
        }

        foreach (string note in notes)
        {
            text.Append("Note: ").Append(note).Append(".\n");
        }

        return text.ToString();
    }

    private static string Number(double x) => double.IsNaN(x) ? "-" : x.ToString("G5", CultureInfo.InvariantCulture);
}
