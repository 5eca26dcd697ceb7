namespace AiInfra.Data.Cells;

/// <summary>Texts that stand for "no value".</summary>
public static class MissingMarkers
{
    /// <summary>The empty cell, "?", "NA", "N/A", "#N/A", "null", "NaN" and "-", compared ignoring case after blanks around the cell are taken off, quoted or not. "None" is not among them: in many tables it is a category.</summary>
    /// <remarks>In a column of texts the column's other values have a say: "NA" among codes of two letters, "-" among other signs and "Null" written like a name stay values, and a note says so.</remarks>
    public static IReadOnlyList<string> Default { get; } = ["", "?", "NA", "N/A", "#N/A", "null", "NaN", "-"];

    // What stands for no value in a column whose other cells are all numbers, times or booleans.
    private static readonly HashSet<string> s_words = new(
        ["none", "nil", "nd", "n.d.", "n/d", "n.a.", "n.a", "<na>", "unknown", "missing", "not available", "not applicable", "not reported", "no data", "undefined", "suppressed", "(null)", "#null!", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "\\n"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a text is a word for nothing, or made of signs alone.</summary>
    internal static bool SaysNothing(string text) => s_words.Contains(text) || (text.Length <= 10 && !text.Any(char.IsLetterOrDigit));
}
