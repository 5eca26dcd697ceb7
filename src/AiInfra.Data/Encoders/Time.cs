using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Points in time as unix milliseconds, and the circles they lie on.</summary>
internal static class Time
{
    public const long Missing = long.MinValue;

    public const long Day = 86_400_000;

    public const long Week = 7 * Day;

    /// <summary>The mean year of the Gregorian calendar, 365.2425 days.</summary>
    public const long Year = 31_556_952_000;

    /// <summary>1970-01-01 was a Thursday: three days after the Monday that starts its week.</summary>
    public const long WeekShift = 3 * Day;

    public static long Milliseconds(Value value) => value.IsMissing ? Missing : Milliseconds(value.AsInstant().Ticks);

    public static long Milliseconds(long ticks) => ticks == InstantColumn.MissingTicks ? Missing : Floor(ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond);

    /// <summary>Where on a circle a time lies, in radians.</summary>
    public static double Angle(long milliseconds, long shift, long period) => Rest(milliseconds, shift, period) * (2 * Math.PI / period);

    /// <summary>How far behind the start of its circle a time lies: hours of a day, days of a week or a year.</summary>
    public static double Part(long milliseconds, long shift, long period) => Rest(milliseconds, shift, period) * PartFactor(period);

    /// <summary>Hours of a day, days of longer periods, in a millisecond.</summary>
    public static double PartFactor(long period) => period == Day ? 24.0 / Day : 1.0 / Day;

    private static long Rest(long milliseconds, long shift, long period)
    {
        long rest = (milliseconds + shift) % period;
        return rest < 0 ? rest + period : rest;
    }

    private static long Floor(long ticks, long unit) => (ticks >= 0 ? ticks : ticks - unit + 1) / unit;
}
