using System.Globalization;

namespace AiInfra.Markup;

/// <summary>Numbers and times as people read them.</summary>
internal static class HtmlNumbers
{
    public static string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < 2 } => "now",
        { TotalSeconds: < 60 } => $"{(int)age.TotalSeconds} s ago",
        { TotalMinutes: < 60 } => $"{(int)age.TotalMinutes} min ago",
        { TotalHours: < 24 } => $"{(int)age.TotalHours} h ago",
        _ => $"{(int)age.TotalDays} d ago",
    };

    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => "–", // two clocks
        { TotalSeconds: < 1 } => Text($"{span.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => Text($"{span.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min {span.Seconds} s",
        _ => $"{(int)span.TotalHours} h {span.Minutes} min",
    };

    public static string Milliseconds(double ms) => ms switch
    {
        <= 0 => "–",
        < 1 => Text($"{ms * 1000:0} µs"),
        < 100 => Text($"{ms:0.0} ms"),
        < 10_000 => Text($"{ms:0} ms"),
        _ => Text($"{ms / 1000:0.0} s"),
    };

    /// <summary>Milliseconds at an axis, where nothing is zero.</summary>
    public static string AxisMilliseconds(double ms) => ms <= 0 ? "0" : Milliseconds(ms);

    public static string Count(double count) => count switch
    {
        < 10_000 => Text($"{count:0}"),
        < 1e6 => Text($"{count / 1e3:0.0} k"),
        < 1e9 => Text($"{count / 1e6:0.0} M"),
        _ => Text($"{count / 1e9:0.0} G"),
    };

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1 << 20 => Text($"{bytes / 1024.0:0.0} KiB"),
        < 1 << 30 => Text($"{bytes / (1024.0 * 1024):0.0} MiB"),
        _ => Text($"{bytes / (1024.0 * 1024 * 1024):0.0} GiB"),
    };

    /// <summary>A metric's value with the digits that a reader compares.</summary>
    public static string Metric(double value) => value.ToString(
        Math.Abs(value) switch { 0 => "0", < 1e-4 => "G4", < 100 => "0.####", < 1e4 => "0.##", < 1e7 => "0.#", _ => "G4" },
        CultureInfo.InvariantCulture);

    /// <summary>A p-value in three digits; never 0, which none is.</summary>
    public static string PValue(double p) => double.IsNaN(p) ? "undefined" : p < 1e-300 ? "<1E-300" : p.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>A time to the minute: "2026-01-31 08:00 UTC".</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A time in milliseconds since 1970 on an axis: day and hour, UTC.</summary>
    public static string Clock(double milliseconds) => double.IsFinite(milliseconds) && Math.Abs(milliseconds) < 2e14
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).UtcDateTime.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)
        : "";

    public static string Percent(double share) => Text($"{share:0%}");

    public static string Short(string id) => id.Length > 10 ? id[..10] : id;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
