using System.Text;

namespace AiInfra.Core.Rows;

/// <summary>How a property's name is compared with a column's: equal, or else equal without case and without what is neither letter nor digit ("hours-per-week" and HoursPerWeek). One rule for files, datasets, inputs and outputs of models.</summary>
public static class ColumnKey
{
    /// <summary>The letters and digits of a name, in lower case.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (char.IsLetterOrDigit(c))
            {
                key.Append(char.ToLowerInvariant(c));
            }
        }

        return key.ToString();
    }

    /// <summary>The position of the name that is equal, else of the only one that is alike; -1 where there is none, or where several are alike.</summary>
    /// <param name="names">The names there are.</param>
    /// <param name="wanted">The name that is looked for.</param>
    /// <param name="alike">The names it could be, where none is equal and several are alike; else empty.</param>
    public static int Find(IEnumerable<string> names, string wanted, out IReadOnlyList<string> alike)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(wanted);
        string[] all = [.. names];
        alike = [];
        int exact = Array.IndexOf(all, wanted);
        if (exact >= 0)
        {
            return exact;
        }

        string key = Of(wanted);
        int[] found = [.. Enumerable.Range(0, all.Length).Where(i => Of(all[i]) == key)];
        if (found.Length > 1)
        {
            alike = [.. found.Select(i => all[i])];
        }

        return found.Length == 1 ? found[0] : -1;
    }
}
