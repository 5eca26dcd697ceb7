using System.Text;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>A field's content.</summary>
internal static class CsvText
{
    /// <summary>The content as bytes; doubled quotes become one in <paramref name="scratch"/>, which grows as needed.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> buffer, CsvField field, ref byte[] scratch)
    {
        ReadOnlySpan<byte> raw = buffer.Slice(field.Start, field.Length);
        if (!field.HasDoubledQuotes)
        {
            return raw;
        }

        if (scratch.Length < raw.Length)
        {
            scratch = new byte[raw.Length * 2];
        }

        int to = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            scratch[to++] = raw[i];
            i += raw[i] == (byte)'"' ? 1 : 0;
        }

        return scratch.AsSpan(0, to);
    }

    public static string Decode(ReadOnlySpan<byte> buffer, CsvField field)
    {
        byte[] scratch = [];
        return Encoding.UTF8.GetString(Bytes(buffer, field, ref scratch));
    }
}
