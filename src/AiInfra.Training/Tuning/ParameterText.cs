using System.Globalization;

namespace AiInfra.Training.Tuning;

/// <summary>Values of parameters as text: numbers alike in every culture and with every digit.</summary>
internal static class ParameterText
{
    public static string Of(object value) => value switch
    {
        null => throw new ArgumentException("A value of a parameter is not null."),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => ((double)number).ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable and not Enum => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
