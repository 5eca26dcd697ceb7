using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>Finds the bytes that structure a buffer.</summary>
internal static class CsvScan
{
    public const byte Quote = (byte)'"';

    /// <summary>The offset of the quote that closes, or -1.</summary>
    public static int CloseQuote(ReadOnlySpan<byte> buffer, int from, int length, out bool doubled)
    {
        doubled = false;
        int at = from;
        while (true)
        {
            int quote = buffer[at..length].IndexOf(Quote);
            if (quote < 0)
            {
                return -1;
            }

            at += quote;
            if (at + 1 >= length || buffer[at + 1] != Quote)
            {
                return at;
            }

            doubled = true;
            at += 2;
        }
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
