using System.Globalization;
using System.Text;

namespace AiInfra.Core.Rows;

/// <summary>Dates whose month has its English name, so that nobody has to guess which number it is.</summary>
public static class NamedMonth
{
    private const int Longest = 40;
    private static readonly string[] s_days = ["d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "d-MMM-yy", "d/MMM/yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy", "MMM yyyy", "MMMM yyyy"];
    private static readonly string[] s_formats = [.. s_days.SelectMany(day => new[] { "", " H:mm", " H:mm:ss", " h:mm tt", " h:mm:ss tt" }.Select(time => day + time))];

    /// <summary>Whether the first letters of a short text with digits begin a month's name. Cheap.</summary>
    public static bool Looks(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 8 or > Longest)
        {
            return false;
        }

        int letter = text.IndexOfAnyExceptInRange((byte)' ', (byte)'@');
        return letter is >= 0 and <= 3 && letter + 3 < text.Length && text.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0
            && "janfebmaraprmayjunjulaugsepoctnovdec"u8.IndexOf([Lower(text[letter]), Lower(text[letter + 1]), Lower(text[letter + 2])]) is >= 0 and var at && at % 3 == 0;
    }

    /// <summary>Reads a date, perhaps with a time, as UTC ticks.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long ticks)
    {
        bool read = DateTime.TryParseExact(
            Encoding.UTF8.GetString(text), s_formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date);
        if (read && ShortYear(text) is >= 0 and var year)
        {
            read = CellParser.TryCentury(ref year);
            date = read ? new DateTime(year, date.Month, 1, date.Hour, date.Minute, date.Second, DateTimeKind.Utc).AddDays(date.Day - 1) : date;
        }

        ticks = read ? date.Ticks : 0;
        return read;
    }

    /// <summary>The year of two digits of a text such as 1-May-24; negative where it has none.</summary>
    public static int ShortYear(ReadOnlySpan<byte> text)
    {
        int mark = text.LastIndexOf((byte)'-');
        ReadOnlySpan<byte> rest = text[(mark + 1)..];
        bool two = mark > 4 && (rest.Length == 2 || (rest.Length > 2 && rest[2] == (byte)' ')) && char.IsAsciiDigit((char)rest[0]) && char.IsAsciiDigit((char)rest[1]);
        return two ? ((rest[0] - '0') * 10) + rest[1] - '0' : -1;
    }

    private static byte Lower(byte letter) => (byte)(letter | 0x20);
}
