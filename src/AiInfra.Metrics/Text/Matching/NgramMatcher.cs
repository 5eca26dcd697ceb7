using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text.Matching;

/// <summary>Counts the n-grams that a text shares with its references, each clipped to the most that one reference has. An n-gram is known by the place of its (n-1)-gram and its last token, so that a 64-bit key is exact; a position whose shorter n-gram is not on both sides is never looked at again.</summary>
internal sealed class NgramMatcher
{
    private const int Dead = -1;

    private readonly IntBuffer _reference = new();
    private readonly IntBuffer _hypothesis = new();
    private Entry[] _table = new Entry[256];
    private int _shift;

    private struct Entry
    {
        public ulong Key;
        public int Most;

        /// <summary>Count within one reference while it is learned; <see cref="Dead"/> once the text has been seen to have the n-gram.</summary>
        public int Now;
    }

    /// <summary>Counts matches.</summary>
    /// <param name="references">Tokens of the references, one after the other.</param>
    /// <param name="hypothesis">Tokens of the text.</param>
    /// <param name="ends">Where each reference ends.</param>
    /// <param name="matches">Matches of order 1, 2 and so on; its length is the highest order.</param>
    public void Match(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> references, ReadOnlySpan<int> ends, Span<int> matches)
    {
        matches.Clear();
        Span<int> right = _reference.Zeros(references.Length), said = _hypothesis.Zeros(hypothesis.Length);
        for (int order = 1; order <= matches.Length && order <= hypothesis.Length; order++)
        {
            Empty(references.Length);
            int start = 0;
            foreach (int end in ends)
            {
                Learn(references[start..end], right[start..end], order, several: ends.Length > 1);
                start = end;
            }

            int found = Find(hypothesis, said, order);
            matches[order - 1] = found;
            if (found == 0)
            {
                return;
            }

            if (order < matches.Length)
            {
                Forget(right);
            }
        }
    }

    private void Empty(int entries)
    {
        int size = 32;
        while (size < 2 * entries)
        {
            size *= 2;
        }

        if (_table.Length < size)
        {
            _table = new Entry[size];
        }
        else
        {
            Array.Clear(_table, 0, size);
        }

        _shift = 64 - int.Log2(size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Entry Probe(ref Entry table, int shift, int shorter, int last, out ulong key, out int at)
    {
        key = ((ulong)(uint)(shorter + 1) << 32) | (uint)last;
        int mask = (1 << (64 - shift)) - 1;
        at = (int)((key * 0x9E3779B97F4A7C15UL) >> shift);
        ref Entry entry = ref Unsafe.Add(ref table, at);
        while (entry.Key != key && entry.Key != 0)
        {
            at = (at + 1) & mask;
            entry = ref Unsafe.Add(ref table, at);
        }

        return ref entry;
    }

    private void Learn(ReadOnlySpan<int> tokens, Span<int> places, int order, bool several)
    {
        ref Entry table = ref MemoryMarshal.GetArrayDataReference(_table);
        int shift = _shift, last = tokens.Length - order;
        for (int i = 0; i <= last; i++)
        {
            int shorter = places[i];
            if (shorter == Dead)
            {
                continue;
            }

            ref Entry entry = ref Probe(ref table, shift, shorter, tokens[i + order - 1], out ulong key, out int at);
            entry.Key = key;
            entry.Most = Math.Max(entry.Most, ++entry.Now);
            places[i] = at;
        }

        places[Math.Max(0, last + 1)..].Fill(Dead);
        if (several)
        {
            foreach (int at in places)
            {
                if (at != Dead)
                {
                    Unsafe.Add(ref table, at).Now = 0;
                }
            }
        }
    }

    private int Find(ReadOnlySpan<int> tokens, Span<int> places, int order)
    {
        ref Entry table = ref MemoryMarshal.GetArrayDataReference(_table);
        int shift = _shift, found = 0;
        for (int i = 0; i + order <= tokens.Length; i++)
        {
            int shorter = places[i];
            if (shorter == Dead)
            {
                continue;
            }

            ref Entry entry = ref Probe(ref table, shift, shorter, tokens[i + order - 1], out _, out int at);
            if (entry.Key == 0)
            {
                places[i] = Dead;
                continue;
            }

            places[i] = at;
            entry.Now = Dead;
            found += entry.Most-- > 0 ? 1 : 0;
        }

        return found;
    }

    // What the text does not have cannot begin a longer match.
    private void Forget(Span<int> places)
    {
        ref Entry table = ref MemoryMarshal.GetArrayDataReference(_table);
        foreach (ref int at in places)
        {
            if (at != Dead && Unsafe.Add(ref table, at).Now != Dead)
            {
                at = Dead;
            }
        }
    }
}
