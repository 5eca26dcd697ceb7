using System.Globalization;
using AiInfra.Core.Catalog;

namespace AiInfra.Sqlite.Stores;

/// <summary>Ranges of keys as text: "0..0.25 0.5..0.75".</summary>
internal static class KeyRangeText
{
    private const string To = "..";

    public static string Write(IReadOnlyList<KeyRange> ranges) => string.Join(' ', ranges.Select(r => $"{Text(r.From)}{To}{Text(r.To)}"));

    public static KeyRange[] Read(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static KeyRange One(string text)
    {
        int at = text.IndexOf(To, StringComparison.Ordinal);
        return new KeyRange(Number(text[..at]), Number(text[(at + To.Length)..]));
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
