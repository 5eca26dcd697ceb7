using System.Globalization;

namespace AiInfra.Support;

/// <summary>While it lives, this thread's host writes numbers and times as another country does: a comma, a minus sign of its own, spaces between thousands, points in times.</summary>
/// <remarks>Made of the invariant culture, so that it is the same on machines that know no cultures.</remarks>
internal sealed class OtherCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public OtherCulture()
    {
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NumberGroupSeparator = "\u00a0";
        other.NumberFormat.PercentDecimalSeparator = ",";
        other.NumberFormat.PercentGroupSeparator = "\u00a0";
        other.NumberFormat.NegativeSign = "\u2212";
        other.NumberFormat.PositiveInfinitySymbol = "\u221e";
        other.NumberFormat.NaNSymbol = "?";
        other.DateTimeFormat.DateSeparator = ".";
        other.DateTimeFormat.TimeSeparator = ".";
        CultureInfo.CurrentCulture = other;
    }

    /// <summary>A text, written there and here.</summary>
    public static (string There, string Here) Of(Func<string> write)
    {
        using var other = new OtherCulture();
        string there = write();
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return (there, write());
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
