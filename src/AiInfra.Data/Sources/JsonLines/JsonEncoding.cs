using System.Text;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>In which encoding a file of JSON is: by its mark or by the zero bytes of UTF-16, else UTF-8. Never a guess by what the bytes might mean.</summary>
internal static class JsonEncoding
{
    /// <exception cref="IngestionException">The file is empty, or no text.</exception>
    public static async Task<TextEncoding> DetectAsync(string path, Encoding? given, CancellationToken cancellationToken)
    {
        SourceFileStream file = SourceFileStream.Open(path);
        await using (file.ConfigureAwait(false))
        {
            byte[] head = new byte[4];
            int read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return read == 0 ? throw new IngestionException($"'{path}' is empty (0 bytes).") : Of(head.AsSpan(0, read), given, path);
        }
    }

    private static TextEncoding Of(ReadOnlySpan<byte> head, Encoding? given, string path)
    {
        if (given is not null)
        {
            ReadOnlySpan<byte> mark = given.Preamble;
            return new TextEncoding(given, mark.Length > 0 && head.StartsWith(mark) ? mark.Length : 0, null);
        }

        string? other = head switch
        {
            [0x1F, 0x8B, ..] => "a gzip file; unpack it first",
            [(byte)'P', (byte)'K', 3, 4] => "a zip file; unpack it first",
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1'] => "a Parquet file; read it as one",
            [0x28, 0xB5, 0x2F, 0xFD] => "a Zstandard file; unpack it first",
            _ => null,
        };
        if (other is not null)
        {
            throw new IngestionException($"'{path}' is not text: it is {other}.");
        }

        return head switch
        {
            [0xEF, 0xBB, 0xBF, ..] => new TextEncoding(new UTF8Encoding(false), 3, null),
            [0xFF, 0xFE, 0, 0] => new TextEncoding(Encoding.UTF32, 4, null),
            [0xFF, 0xFE, ..] => new TextEncoding(Encoding.Unicode, 2, null),
            [0xFE, 0xFF, ..] => new TextEncoding(Encoding.BigEndianUnicode, 2, null),
            // JSON begins with an ASCII character, so that the zero bytes tell.
            [not 0, 0, not 0, 0] => new TextEncoding(Encoding.Unicode, 0, null),
            [0, not 0, 0, not 0] => new TextEncoding(Encoding.BigEndianUnicode, 0, null),
            _ => new TextEncoding(new UTF8Encoding(false), 0, null),
        };
    }
}
