using System.Globalization;

namespace AiInfra.Core.Rows;

/// <summary>The types that stand in columns of text: how they are written and read.</summary>
internal static class ValueTexts
{
    public static string? Write(object value) => value switch
    {
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        Uri uri => uri.OriginalString,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>Reads a text as one of these types. An enum by its name only: a number that no name has is refused, unless the enum is one of flags.</summary>
    public static bool TryRead(Type type, string text, out object? value)
    {
        value = type switch
        {
            _ when type == typeof(string) => text,
            _ when type.IsEnum => Enum(type, text),
            _ when type == typeof(Guid) => Guid.TryParse(text, out Guid id) ? id : null,
            _ when type == typeof(char) => text.Length == 1 ? text[0] : null,
            _ when type == typeof(TimeSpan) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span : null,
            _ when type == typeof(TimeOnly) => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out TimeOnly time) ? time : null,
            _ when type == typeof(Uri) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? uri) ? uri : null,
            _ => null,
        };
        return value is not null;
    }

    /// <summary>The name as it stands first: two names may differ in case only.</summary>
    private static object? Enum(Type type, string text) =>
        (System.Enum.TryParse(type, text, ignoreCase: false, out object? value) || System.Enum.TryParse(type, text, ignoreCase: true, out value))
        && (System.Enum.IsDefined(type, value!) || type.IsDefined(typeof(FlagsAttribute), false)) ? value : null;
}
