using System.Text.Json;

namespace AiInfra.Data.Ingestion;

/// <summary>A place in a source, between two rows. Only the source knows what it says.</summary>
/// <param name="Format">Which source's notation it is, with a version: "csv/1". A source refuses what it does not know.</param>
/// <param name="Value">The place, as text.</param>
public sealed record SourcePosition(string Format, string Value)
{
    /// <summary>The <see cref="Value"/>, where the format is the one expected.</summary>
    /// <param name="format">The format that the source reads.</param>
    /// <param name="source">The source's name, for the error.</param>
    /// <exception cref="IngestionException">It is a position of another source, or of another version of it.</exception>
    public string Require(string format, string source) => Format == format
        ? Value
        : throw new IngestionException($"The position kept for '{source}' is of the format '{Format}'; '{format}' is expected. It was written by another kind or version of source: read with that one, or continue under another name (Continue(\"…\")), which starts at the beginning. The dataset is unchanged.");

    /// <summary>As one line of JSON, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(new[] { Format, Value });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no position.</exception>
    public static SourcePosition Parse(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<string[]>(json) is [{ } format, { } value])
            {
                return new SourcePosition(format, value);
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"A position is a JSON array of two texts; '{json}' was found.", e);
        }

        throw new FormatException($"A position is a JSON array of two texts; '{json}' was found.");
    }
}
