using System.Text;

namespace AiInfra.Core.Rows;

/// <summary>The time of day that follows a date in text: T12:30, 9:05:01.25 PM, 12:30+02:00.</summary>
internal static class ClockTime
{
    /// <summary>Adds the time behind a date, with its offset or AM and PM; an empty text is midnight UTC.</summary>
    public static bool TryAdd(ReadOnlySpan<byte> rest, ref long ticks)
    {
        if (rest.IsEmpty)
        {
            return true;
        }

        int hourDigits = rest.Length > 2 && rest[2] == (byte)':' ? 1 : 2;
        if ((rest[0] != (byte)'T' && rest[0] != (byte)' ' && rest[0] != (byte)'t') || rest.Length < hourDigits + 4
            || !Digits(rest, 1, hourDigits, out int hour) || rest[hourDigits + 1] != (byte)':' || !Digits(rest, hourDigits + 2, 2, out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks += (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        rest = rest[(hourDigits + 4)..];
        if (rest.Length >= 3 && rest[0] == (byte)':' && Digits(rest, 1, 2, out int second) && second <= 59)
        {
            ticks += second * TimeSpan.TicksPerSecond;
            rest = rest[3..];
            if (rest.Length >= 2 && rest[0] is (byte)'.' or (byte)',')
            {
                int i = 1;
                long unit = TimeSpan.TicksPerSecond;
                for (; i < rest.Length && rest[i] is >= (byte)'0' and <= (byte)'9'; i++)
                {
                    unit /= 10;
                    ticks += unit * (rest[i] - '0');
                }

                if (i == 1)
                {
                    return false;
                }

                rest = rest[i..];
            }
        }

        return TryHalf(rest, hour, ref ticks) || TryOffset(rest, ref ticks);
    }

    /// <summary>AM or PM after an hour from 1 to 12.</summary>
    private static bool TryHalf(ReadOnlySpan<byte> rest, int hour, ref long ticks)
    {
        rest = rest.TrimStart((byte)' ');
        bool afternoon = Ascii.EqualsIgnoreCase(rest, "pm"u8);
        if (hour is < 1 or > 12 || (!afternoon && !Ascii.EqualsIgnoreCase(rest, "am"u8)))
        {
            return false;
        }

        ticks += ((afternoon ? 12 : 0) - (hour == 12 ? 12 : 0)) * TimeSpan.TicksPerHour;
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, ref long ticks)
    {
        if (rest.IsEmpty || (rest.Length == 1 && rest[0] is (byte)'Z' or (byte)'z'))
        {
            return true;
        }

        bool colon = rest.Length == 6 && rest[3] == (byte)':';
        if (rest[0] is not ((byte)'+' or (byte)'-') || (!colon && rest.Length != 5 && rest.Length != 3) || !Digits(rest, 1, 2, out int hours))
        {
            return false;
        }

        int minutes = 0;
        if (hours > 18 || (rest.Length > 3 && (!Digits(rest, colon ? 4 : 3, 2, out minutes) || minutes > 59)))
        {
            return false;
        }

        long offset = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        ticks += rest[0] == (byte)'-' ? offset : -offset;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
    }

    /// <summary>Reads a number of so many digits.</summary>
    public static bool Digits(ReadOnlySpan<byte> text, int from, int count, out int value)
    {
        value = 0;
        if (text.Length < from + count)
        {
            return false;
        }

        for (int i = from; i < from + count; i++)
        {
            uint d = (uint)text[i] - '0';
            if (d > 9)
            {
                return false;
            }

            value = (value * 10) + (int)d;
        }

        return true;
    }
}
