using System.Text;

namespace AiInfra.Data.Ingestion;

/// <summary>Makes column names clean and unique, and says what was done.</summary>
internal static class HeaderNames
{
    /// <summary>Cleans a header that is as long as the rows are wide. Missing names become column1, column2…; repeated ones get _2, _3…</summary>
    public static string[] Clean(IReadOnlyList<string?> header, int columns, List<string> notes)
    {
        var names = new string[columns];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var empty = new List<string>();
        for (int i = 0; i < columns; i++)
        {
            string raw = i < header.Count ? header[i] ?? "" : "";
            string name = Tidy(raw);
            if (name.Length == 0)
            {
                name = $"column{i + 1}";
                empty.Add(name);
            }
            else if (name != raw)
            {
                notes.Add($"column {i + 1}: name '{Shorten(raw)}' was tidied to '{Shorten(name)}'");
            }

            string unique = name;
            for (int n = 2; !taken.Add(unique); n++)
            {
                unique = $"{name}_{n}";
            }

            if (unique != name)
            {
                notes.Add($"column {i + 1}: name '{Shorten(name)}' was there already and became '{Shorten(unique)}'");
            }

            names[i] = unique;
        }

        if (header.Count > 0 && empty.Count > 0)
        {
            string which = empty.Count == 1 ? empty[0] : $"{empty[0]} to {empty[^1]}";
            notes.Add(header.Count < columns
                ? $"the header has {header.Count} names, the rows {columns} fields: {empty.Count} columns were named by position ({which})"
                : $"{empty.Count} columns without a name were named by position ({which})");
        }

        return names;
    }

    private static string Tidy(string raw)
    {
        var tidy = new StringBuilder(raw.Length);
        bool blank = false;
        foreach (char c in raw)
        {
            // U+FEFF is a byte order mark that a tool left in the middle.
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFEFF')
            {
                blank = tidy.Length > 0;
                continue;
            }

            if (blank)
            {
                tidy.Append(' ');
                blank = false;
            }

            tidy.Append(c);
        }

        return tidy.ToString();
    }

    /// <summary>A name as messages show it.</summary>
    public static string Shorten(string text) => text.Length > 60 ? text[..59] + "…" : text;
}
