using System.Globalization;
using System.Text;

namespace AiInfra.Data.Encoding;

/// <summary>What an encoder does with each column and why. <see cref="ToString"/> prints a table.</summary>
/// <param name="Columns">One decision a column, in the schema's order.</param>
public sealed record EncodingReport(IReadOnlyList<ColumnDecision> Columns)
{
    /// <summary>The columns that give nothing to the model.</summary>
    public IEnumerable<ColumnDecision> LeftOut => Columns.Where(c => c.Features == 0);

    /// <inheritdoc />
    public override string ToString()
    {
        List<string[]> lines = [["column", "kind", "encoding", "features", "missing", "why"]];
        lines.AddRange(Columns.Select(c => new[]
        {
            c.Column,
            c.Kind.ToString().ToLowerInvariant(),
            c.Encoding,
            c.Features.ToString(CultureInfo.InvariantCulture),
            c.Rows == 0 ? "-" : (100.0 * c.Missing / c.Rows).ToString("0.#", CultureInfo.InvariantCulture) + " %",
            c.Reason,
        }));
        int[] widths = [.. Enumerable.Range(0, 5).Select(i => Math.Min(32, lines.Max(l => l[i].Length)))];
        var text = new StringBuilder();
        foreach (string[] line in lines)
        {
            for (int i = 0; i < widths.Length; i++)
            {
                string cell = line[i].Length > widths[i] ? line[i][..(widths[i] - 1)] + "…" : line[i];
                text.Append(i is 3 or 4 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])).Append("  ");
            }

            text.Append(line[^1]).Append('\n');
        }

        return text.ToString();
    }
}
