using System.Text;
using System.Text.Unicode;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Files;

/// <summary>Counts the valid and invalid UTF-8 of a file, and keeps some of what is not ASCII, to tell its encoding.</summary>
internal sealed class ByteCensus
{
    private const int MostKept = 1 << 16;

    private readonly MemoryStream _kept = new();
    private long _valid;
    private long _bad;
    private long _firstBad = -1;

    /// <summary>Looks at bytes that begin and end between characters.</summary>
    public void Add(ReadOnlySpan<byte> bytes, long at)
    {
        // Quick where all is well and nothing was bad before, which is nearly always.
        if (Ascii.IsValid(bytes))
        {
            return;
        }

        bool whole = _bad == 0 && _valid > 1_000_000 && Utf8.IsValid(bytes);
        Keep(bytes);
        for (int i = 0; !whole && i < bytes.Length;)
        {
            int high = bytes[i..].IndexOfAnyExceptInRange((byte)0, (byte)127);
            if (high < 0)
            {
                break;
            }

            i += high;
            if (Rune.DecodeFromUtf8(bytes[i..], out _, out int used) == System.Buffers.OperationStatus.Done)
            {
                _valid++;
            }
            else
            {
                _bad++;
                _firstBad = _firstBad < 0 ? at + i : _firstBad;
            }

            i += used;
        }
    }

    /// <exception cref="IngestionException">The bytes are text in no known encoding, or in two.</exception>
    public TextEncoding Decide(string path)
    {
        var utf8 = new UTF8Encoding(false);
        if (_bad == 0)
        {
            return new TextEncoding(utf8, 0, null);
        }

        if (_valid > _bad)
        {
            bool few = _bad * 20 <= _valid;
            return new TextEncoding(utf8, 0, $"read as UTF-8, which {_valid:N0} characters are and {_bad:N0} bytes are not (the first is byte {_firstBad + 1:N0}); rows with such bytes are put aside; say otherwise with Encoding", IsGuess: !few);
        }

        // In other encodings a valid sequence comes by chance, now and then.
        return _valid * 5 > _bad
            ? CodePageGuess.OfScript(_kept.ToArray()) ?? throw new IngestionException($"'{path}' holds {_valid:N0} characters in UTF-8 and {_bad:N0} bytes that are not UTF-8 (the first is byte {_firstBad + 1:N0}): it seems to be written in two encodings. Which one is it? Name it (Encoding); what is not in it is put aside then.")
            : CodePageGuess.Of(_kept.ToArray()) ?? throw new IngestionException($"'{path}' is not UTF-8 (the first byte that is not is byte {_firstBad + 1:N0}), and its bytes make no likely text in any Windows code page, GBK, Big5, Shift-JIS, EUC-JP, EUC-KR or KOI8-R. Which encoding is it in? Name it (Encoding).");
    }

    /// <summary>Keeps the lines, or what is around, of bytes beyond ASCII.</summary>
    private void Keep(ReadOnlySpan<byte> bytes)
    {
        while (_kept.Length < MostKept)
        {
            int high = bytes.IndexOfAnyExceptInRange((byte)0, (byte)127);
            if (high < 0)
            {
                return;
            }

            int start = Math.Max(0, bytes[..high].LastIndexOfAny((byte)'\n', (byte)'\r')), end = bytes[high..].IndexOfAny((byte)'\n', (byte)'\r');
            end = end < 0 ? bytes.Length : high + end;
            _kept.Write(bytes[start..Math.Min(end, start + 4096)]);
            _kept.WriteByte((byte)'\n');
            bytes = bytes[end..];
        }
    }
}
