using System.Text.Json;

namespace AiInfra.Conformance;

/// <summary>Labels as files write them: numbers, true and false (which are 1 and 0) or texts.</summary>
internal static class CaseLabels
{
    /// <summary>What tells labels apart: 1, 1.0 and true are one.</summary>
    public static object Key(JsonElement e) => e.ValueKind switch { JsonValueKind.Number => e.GetDouble(), JsonValueKind.True => 1.0, JsonValueKind.False => 0.0, _ => e.ToString() };

    public static object[] Keys(this ReferenceCase c, string input) => [.. c.Inputs.GetProperty(input).EnumerateArray().Select(Key)];

    /// <summary>The distinct labels, numbers by size and texts by their code points.</summary>
    public static List<object> Sorted(IEnumerable<object> labels)
    {
        object[] all = [.. labels.Distinct()];
        return all.All(l => l is double) ? [.. all.OrderBy(l => (double)l)] : [.. all.OrderBy(l => l.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The label set that the parameters give, in their order; null when they give none.</summary>
    public static List<object>? Declared(this ReferenceCase c)
    {
        foreach (string name in (string[])["labels", "classes"])
        {
            if (c.Params.ValueKind == JsonValueKind.Object && c.Params.TryGetProperty(name, out JsonElement given) && given.ValueKind == JsonValueKind.Array)
            {
                return [.. given.EnumerateArray().Select(Key)];
            }
        }

        return null;
    }

    /// <summary>Columns of labels as indices into the sorted union of all labels in them.</summary>
    public static int[][] Labels(this ReferenceCase c, out int classes, params string[] inputs)
    {
        object[][] columns = [.. inputs.Select(c.Keys)];
        List<object> union = Sorted(columns.SelectMany(k => k));
        classes = union.Count;
        return [.. columns.Select(k => k.Select(l => union.IndexOf(l)).ToArray())];
    }

    /// <summary>The positive one of labels: as the parameters say, else 1, else the last.</summary>
    public static object Positive(this ReferenceCase c, IReadOnlyList<object> sorted)
    {
        foreach (string name in (string[])["posLabel", "pos_label", "positive", "positiveLabel"])
        {
            if (c.Params.ValueKind == JsonValueKind.Object && c.Params.TryGetProperty(name, out JsonElement given) && given.ValueKind != JsonValueKind.Null)
            {
                return Key(given);
            }
        }

        return sorted.All(l => l is 0.0 or 1.0 or -1.0) ? 1.0 : sorted.Contains("1") ? "1" : sorted[^1];
    }

    /// <summary>Which rows are positive, among the labels of this column and others.</summary>
    public static bool[] Flags(this ReferenceCase c, string input, params string[] others)
    {
        object[] labels = c.Keys(input);
        object positive = c.Positive(Sorted(labels.Concat(others.SelectMany(c.Keys))));
        return [.. labels.Select(l => l.Equals(positive))];
    }
}
