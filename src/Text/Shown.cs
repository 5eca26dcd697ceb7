using System.Collections;

namespace AiInfra;

/// <summary>Lists in the text of a record: their first items, and how many there are. What the compiler writes is the name of their type.</summary>
internal static class Shown
{
    private const int Most = 8;

    public static string List(IEnumerable? items)
    {
        if (items is null)
        {
            return "";
        }

        var first = new List<string>();
        int count = 0;
        foreach (object? item in items)
        {
            if (count++ < Most)
            {
                first.Add(item is IEnumerable inner and not string ? List(inner) : $"{item}");
            }
        }

        return count > Most ? $"[{string.Join(", ", first)}, … {count} in all]" : $"[{string.Join(", ", first)}]";
    }
}
