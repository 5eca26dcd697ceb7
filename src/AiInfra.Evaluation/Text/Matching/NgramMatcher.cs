using AiInfra.Evaluation.Text.Tokens;

namespace AiInfra.Evaluation.Text.Matching;

/// <summary>Counts the n-grams that a text shares with its references, each clipped to the most that one reference has. An n-gram is known by its (n-1)-gram and its last token, so that a 64-bit key is exact, and a text position whose shorter n-gram did not match is never looked at again.</summary>
internal sealed class NgramMatcher
{
    private readonly IntBuffer _reference = new();
    private readonly IntBuffer _hypothesis = new();
    private ulong[] _keys = new ulong[256];
    private int[] _slots = new int[256];
    private int[] _most = new int[128];
    private int[] _now = new int[128];
    private int[] _owner = new int[128];
    private int _shift;
    private int _count;

    /// <summary>Counts matches.</summary>
    /// <param name="hypothesis">Tokens of the text.</param>
    /// <param name="references">Tokens of the references, one after the other.</param>
    /// <param name="ends">Where each reference ends.</param>
    /// <param name="matches">Matches of order 1, 2 and so on; its length is the highest order.</param>
    public void Match(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> references, ReadOnlySpan<int> ends, Span<int> matches)
    {
        matches.Clear();
        Start(_reference, references.Length);
        Start(_hypothesis, hypothesis.Length);
        for (int order = 1; order <= matches.Length && order <= hypothesis.Length; order++)
        {
            Empty(references.Length);
            int start = 0;
            for (int r = 0; r < ends.Length; start = ends[r++])
            {
                Learn(references[start..ends[r]], _reference.Items[start..ends[r]], order, r);
            }

            int found = Find(hypothesis, _hypothesis.Items, order);
            matches[order - 1] = found;
            if (found == 0)
            {
                return;
            }
        }
    }

    private static void Start(IntBuffer buffer, int count)
    {
        buffer.Clear();
        for (int i = 0; i < count; i++)
        {
            buffer.Add(0);
        }
    }

    private static ulong Key(int shorter, int last) => ((ulong)(uint)(shorter + 1) << 32) | (uint)last;

    private void Empty(int entries)
    {
        int size = 16;
        while (size < 2 * entries)
        {
            size *= 2;
        }

        if (_keys.Length < size)
        {
            _keys = new ulong[size];
            _slots = new int[size];
            _most = new int[size / 2];
            _now = new int[size / 2];
            _owner = new int[size / 2];
        }
        else
        {
            Array.Clear(_keys, 0, size);
        }

        _shift = 64 - int.Log2(size);
        _count = 0;
    }

    private void Learn(ReadOnlySpan<int> tokens, Span<int> slots, int order, int reference)
    {
        int mask = (1 << (64 - _shift)) - 1;
        for (int i = 0; i + order <= tokens.Length; i++)
        {
            ulong key = Key(slots[i], tokens[i + order - 1]);
            int at = (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);
            while (_keys[at] != key && _keys[at] != 0)
            {
                at = (at + 1) & mask;
            }

            if (_keys[at] == 0)
            {
                _keys[at] = key;
                _slots[at] = _count;
                _most[_count] = 0;
                _owner[_count++] = -1;
            }

            int slot = _slots[at];
            if (_owner[slot] != reference)
            {
                _owner[slot] = reference;
                _now[slot] = 0;
            }

            int now = ++_now[slot];
            if (now > _most[slot])
            {
                _most[slot] = now;
            }

            slots[i] = slot;
        }
    }

    private int Find(ReadOnlySpan<int> tokens, Span<int> slots, int order)
    {
        int mask = (1 << (64 - _shift)) - 1, found = 0;
        for (int i = 0; i + order <= tokens.Length; i++)
        {
            if (slots[i] < 0)
            {
                continue;
            }

            ulong key = Key(slots[i], tokens[i + order - 1]);
            int at = (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);
            while (_keys[at] != key && _keys[at] != 0)
            {
                at = (at + 1) & mask;
            }

            if (_keys[at] == 0)
            {
                slots[i] = -1;
                continue;
            }

            slots[i] = _slots[at];
            if (_most[_slots[at]]-- > 0)
            {
                found++;
            }
        }

        return found;
    }
}
