using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>The name that somebody may have meant.</summary>
public static class NearestName
{
    /// <summary>The nearest of <paramref name="names"/> by edits of letters and digits, or null where none is near.</summary>
    public static string? Of(string name, IEnumerable<string> names)
    {
        string key = ColumnKey.Of(name);
        (string Name, int Distance)? best = null;
        foreach (string candidate in names)
        {
            int distance = Distance(key, ColumnKey.Of(candidate));
            best = best is null || distance < best.Value.Distance ? (candidate, distance) : best;
        }

        return best is { } found && found.Distance <= Math.Max(key.Length > 2 ? 1 : 0, key.Length / 3) ? found.Name : null;
    }

    /// <summary>Insertions, deletions and replacements from one text to the other (Levenshtein 1966).</summary>
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
