using System.Text;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Files;

/// <summary>In which encoding a text file is, and how many bytes of mark it begins with.</summary>
/// <param name="Encoding">Encoding; UTF-8 is read without conversion.</param>
/// <param name="Preamble">Bytes of the byte order mark.</param>
/// <param name="Note">How it was found, where that is worth telling.</param>
/// <param name="IsGuess">Whether another encoding would have read the bytes as well.</param>
internal sealed record TextEncoding(Encoding Encoding, int Preamble, string? Note, bool IsGuess = false)
{
    // UTF-8 is checked over so much of the file at most: 64 MiB take some hundredths of a second.
    private const long ProbeBytes = 64 << 20;

    public bool IsUtf8 => Encoding is UTF8Encoding;

    /// <summary>Finds out the encoding of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="given">What the options say.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="open">Whether more is to be written behind its end, so that its last character may be cut.</param>
    public static async Task<TextEncoding> DetectAsync(string path, Encoding? given, CancellationToken cancellationToken, bool open = false)
    {
        SourceFileStream file = SourceFileStream.Open(path);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length == 0)
            {
                throw new IngestionException($"'{path}' is empty (0 bytes).");
            }

            byte[] buffer = new byte[1 << 16];
            int read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            TextEncoding? sure = FromMark(buffer.AsSpan(0, read), given) ?? (given is null ? FromZeros(buffer.AsSpan(0, read), path) : new TextEncoding(given, 0, null));
            return sure ?? await Utf8OrOtherAsync(file, buffer, read, path, open, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TextEncoding? FromMark(ReadOnlySpan<byte> head, Encoding? given)
    {
        if (given is not null)
        {
            ReadOnlySpan<byte> mark = given.Preamble;
            return mark.Length > 0 && head.StartsWith(mark) ? new TextEncoding(given, mark.Length, null) : null;
        }

        return head switch
        {
            [0xEF, 0xBB, 0xBF, ..] => new TextEncoding(new UTF8Encoding(false), 3, null),
            [0xFF, 0xFE, 0, 0, ..] => new TextEncoding(Encoding.UTF32, 4, "read as UTF-32 by its byte order mark"),
            [0xFF, 0xFE, ..] => new TextEncoding(Encoding.Unicode, 2, "read as UTF-16 (little endian) by its byte order mark"),
            [0xFE, 0xFF, ..] => new TextEncoding(Encoding.BigEndianUnicode, 2, "read as UTF-16 (big endian) by its byte order mark"),
            _ => null,
        };
    }

    private static TextEncoding? FromZeros(ReadOnlySpan<byte> head, string path)
    {
        if (head is [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] or [0x1F, 0x8B, ..] or [(byte)'P', (byte)'K', 3, 4, ..])
        {
            string what = head[0] == 0x1F ? "a gzip file; unpack it first" : head[1] == (byte)'A' ? "a Parquet file; read it as one" : "a zip file (or a spreadsheet); unpack or export it first";
            throw new IngestionException($"'{path}' is not text: it is {what}.");
        }

        return head.Contains((byte)0) ? Utf16(head, path) : null;
    }

    private static TextEncoding Utf16(ReadOnlySpan<byte> head, string path)
    {
        int even = 0, odd = 0, pairs = head.Length / 2;
        for (int i = 0; i + 1 < head.Length; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        // Line ends, delimiters and digits have a zero byte in every script, and always on the same side.
        Encoding encoding = new UnicodeEncoding(bigEndian: even > odd, byteOrderMark: false, throwOnInvalidBytes: true);
        int zeros = Math.Max(even, odd);
        return zeros * 10 >= pairs && Math.Min(even, odd) * 50 <= zeros && TryDecode(encoding, head[..(pairs * 2)], out string text) && text.AsSpan().IndexOfAny('\n', '\r') >= 0
            ? new TextEncoding(even > odd ? Encoding.BigEndianUnicode : Encoding.Unicode, 0, $"read as UTF-16 ({(even > odd ? "big" : "little")} endian) by its zero bytes; say otherwise with Encoding")
            : throw new IngestionException($"'{path}' is not text: it holds zero bytes. If it is text in a rare encoding, name it (Encoding).");
    }

    private static bool TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            // A character may be cut off at the end.
            text = encoding.GetString(bytes[..^Math.Min(bytes.Length, 2)]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static async Task<TextEncoding> Utf8OrOtherAsync(SourceFileStream file, byte[] buffer, int filled, string path, bool open, CancellationToken cancellationToken)
    {
        long seen = 0;
        var census = new ByteCensus();
        while (filled > 0)
        {
            int whole = open || seen + filled < file.Length ? WholeCharacters(buffer.AsSpan(0, filled)) : filled;
            census.Add(buffer.AsSpan(0, whole), seen);
            seen += whole;
            if (seen >= ProbeBytes)
            {
                break;
            }

            buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
            filled -= whole;
            int read = await file.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            filled = read == 0 ? 0 : filled + read;
        }

        return census.Decide(path);
    }

    /// <summary>Bytes before a character that may be cut off at the end.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            byte b = bytes[^back];
            if (b < 0x80)
            {
                break;
            }

            if (b >= 0xC0)
            {
                int needs = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return needs > back ? bytes.Length - back : bytes.Length;
            }
        }

        return bytes.Length;
    }
}
