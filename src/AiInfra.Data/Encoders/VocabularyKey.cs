using System.Globalization;

namespace AiInfra.Data.Encoders;

/// <summary>Whole numbers as keys of a vocabulary. The same steps exist as operators in the exported graph.</summary>
internal static class VocabularyKey
{
    /// <summary>Numbers from here on, and numbers that are not whole, are none of the vocabulary.</summary>
    public const double Limit = 9e15;

    public const long Missing = -9_007_000_000_000_000;

    public static long Of(double number)
    {
        if (double.IsNaN(number))
        {
            return Missing;
        }

        double clipped = Math.Max(Math.Min(number, Limit), -Limit);
        return (long)(Math.Floor(clipped) == clipped ? clipped : Limit);
    }

    public static bool IsValue(long key) => key is > -(long)Limit and < (long)Limit;

    public static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    public static long Parse(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
