using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Finds the bytes that structure a buffer.</summary>
internal static class CsvScan
{
    /// <summary>The offset of the quote that closes, or -1.</summary>
    /// <param name="buffer">Content.</param>
    /// <param name="from">Offset after the quote that opened.</param>
    /// <param name="length">Bytes of content.</param>
    /// <param name="quote">The quote.</param>
    /// <param name="escape">What makes the next byte a byte like any other, beside a doubled quote; 0 for nothing.</param>
    /// <param name="escaped">Whether the content is to be unescaped.</param>
    public static int CloseQuote(ReadOnlySpan<byte> buffer, int from, int length, byte quote, byte escape, out bool escaped)
    {
        escaped = false;
        int at = from;
        while (at < length)
        {
            int found = escape == 0 ? buffer[at..length].IndexOf(quote) : buffer[at..length].IndexOfAny(quote, escape);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (buffer[at] == quote && (at + 1 >= length || buffer[at + 1] != quote))
            {
                return at;
            }

            escaped = true;
            at += 2;
        }

        return -1;
    }

    /// <summary>One bit for each of the 64 bytes from an offset: whether it is a delimiter or a line end. Reads <see cref="CsvTokenizer.Slack"/> bytes past the content at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mask(ReadOnlySpan<byte> buffer, int at, byte delimiter, byte newLine)
    {
        // The slack after the content makes these loads safe; bits beyond the content are ignored by the caller.
        ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetReference(buffer), at);
        Vector256<byte> d = Vector256.Create(delimiter), n = Vector256.Create(newLine);
        Vector256<byte> low = Vector256.LoadUnsafe(ref first), high = Vector256.LoadUnsafe(ref first, 32);
        uint lowMask = (Vector256.Equals(low, d) | Vector256.Equals(low, n)).ExtractMostSignificantBits();
        uint highMask = (Vector256.Equals(high, d) | Vector256.Equals(high, n)).ExtractMostSignificantBits();
        return lowMask | ((ulong)highMask << 32);
    }
}
