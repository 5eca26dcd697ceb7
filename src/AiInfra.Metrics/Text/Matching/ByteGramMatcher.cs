using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AiInfra.Metrics.Text.Matching;

/// <summary>What <see cref="NgramMatcher"/> does, for one reference whose tokens and the text's fit in a byte each: an n-gram of up to seven is the bytes themselves, read in one go.</summary>
internal sealed class ByteGramMatcher
{
    /// <summary>Longest n-gram; the eighth byte of a key tells it from a free place.</summary>
    public const int MaxOrder = 7;

    private const ulong Taken = 1UL << 63;

    private byte[] _said = [];
    private byte[] _right = [];
    private Entry[] _table = new Entry[256];

    private struct Entry
    {
        public ulong Key;
        public int Left;
    }

    public static bool Fits(ReadOnlySpan<int> tokens) => !tokens.ContainsAnyExceptInRange(0, byte.MaxValue);

    public void Match(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference, Span<int> matches)
    {
        matches.Clear();
        ReadOnlySpan<byte> said = Pack(hypothesis, ref _said), right = Pack(reference, ref _right);
        int shift = Room(reference.Length);
        for (int order = 1; order <= matches.Length && order <= Math.Min(hypothesis.Length, reference.Length); order++)
        {
            Array.Clear(_table, 0, 1 << (64 - shift));
            ulong mask = (1UL << (8 * order)) - 1;
            ref Entry table = ref MemoryMarshal.GetArrayDataReference(_table);
            for (int i = 0; i + order <= reference.Length; i++)
            {
                ulong key = (BinaryPrimitives.ReadUInt64LittleEndian(right[i..]) & mask) | Taken;
                ref Entry entry = ref Probe(ref table, shift, key);
                entry.Key = key;
                entry.Left++;
            }

            int found = 0;
            for (int i = 0; i + order <= hypothesis.Length; i++)
            {
                found += Probe(ref table, shift, (BinaryPrimitives.ReadUInt64LittleEndian(said[i..]) & mask) | Taken).Left-- > 0 ? 1 : 0;
            }

            matches[order - 1] = found;
            if (found == 0)
            {
                return;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Entry Probe(ref Entry table, int shift, ulong key)
    {
        int mask = (1 << (64 - shift)) - 1, at = (int)((key * 0x9E3779B97F4A7C15UL) >> shift);
        while (true)
        {
            ref Entry entry = ref Unsafe.Add(ref table, at);
            if (entry.Key == key || entry.Key == 0)
            {
                return ref entry;
            }

            at = (at + 1) & mask;
        }
    }

    // Eight bytes can be read from every place.
    private static ReadOnlySpan<byte> Pack(ReadOnlySpan<int> tokens, ref byte[] bytes)
    {
        if (bytes.Length < tokens.Length + 8)
        {
            bytes = new byte[Math.Max(tokens.Length + 8, 2 * bytes.Length)];
        }

        for (int i = 0; i < tokens.Length; i++)
        {
            bytes[i] = (byte)tokens[i];
        }

        return bytes.AsSpan(0, tokens.Length + 8);
    }

    private int Room(int entries)
    {
        int size = 32;
        while (size < 4 * entries)
        {
            size *= 2;
        }

        if (_table.Length < size)
        {
            _table = new Entry[size];
        }

        return 64 - int.Log2(size);
    }
}
