using System.Globalization;
using System.Text.RegularExpressions;

namespace AiInfra.Core.Sketches;

/// <summary>One key for all ways to write the same category: "1", "1.0" and 1; a double and the float it was rounded to; both zeros; "True" and true.</summary>
public static partial class CategoryKey
{
    /// <summary>Cells by hash into which categories fall that have none of their own.</summary>
    public const int Cells = 64;

    private const int LongestNumber = 32;

    /// <summary>The key of a text. "007" and "+1" stay texts: they are codes.</summary>
    public static string Of(string text)
    {
        if (text.Length is 4 or 5)
        {
            if (text.Equals("true", StringComparison.OrdinalIgnoreCase))
            {
                return "true";
            }

            if (text.Equals("false", StringComparison.OrdinalIgnoreCase))
            {
                return "false";
            }
        }

        if (text.Length is 0 or > LongestNumber || (!char.IsAsciiDigit(text[0]) && text[0] != '-') || !char.IsAsciiDigit(text[^1]) || !Number().IsMatch(text))
        {
            return CategorySketch.Key(text);
        }

        double number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInteger(number) && Math.Abs(number) < 1L << 53)
        {
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        }

        if (!text.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            // More digits than a double holds: an identifier.
            return text;
        }

        float single = (float)number;
        return float.IsNormal(single) ? single.ToString("R", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>The cell by hash, which knows nothing of how many rows a category has.</summary>
    public static int CellOf(string key) => (int)(DistinctSketch.Hash(key) >> 58);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
