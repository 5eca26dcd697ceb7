using System.Text;

namespace AiInfra.Data.Sources.Csv;

/// <summary>A field's content.</summary>
internal static class CsvText
{
    /// <summary>The content as bytes; what is escaped is written plainly into <paramref name="scratch"/>, which grows as needed.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> buffer, CsvField field, CsvDialect dialect, ref byte[] scratch)
    {
        ReadOnlySpan<byte> raw = buffer.Slice(field.Start, field.Length);
        if (!field.IsEscaped)
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
            bool escape = dialect.Escape != 0 && raw[i] == dialect.Escape && i + 1 < raw.Length;
            i += escape ? 1 : 0;
            scratch[to++] = raw[i];
            i += !escape && raw[i] == dialect.Quote ? 1 : 0;
        }

        return scratch.AsSpan(0, to);
    }

    public static string Decode(ReadOnlySpan<byte> buffer, CsvField field, CsvDialect dialect)
    {
        byte[] scratch = [];
        return Encoding.UTF8.GetString(Bytes(buffer, field, dialect, ref scratch));
    }
}
