using System.Runtime.InteropServices;

namespace AiInfra.Metrics.Text.Tokens;

/// <summary>Numbers tokens, so that the rest compares ints. Forgets all when it has grown too large, between segments only.</summary>
/// <param name="normal">What a token counts as, an empty text for nothing; null takes it as it is.</param>
internal sealed class TokenInterner(Func<string, string>? normal = null)
{
    private const int Most = 1 << 18;

    private readonly Dictionary<string, int> _normal = new(StringComparer.Ordinal);
    private Entry[] _table = new Entry[1024];
    private char[] _letters = new char[4096];
    private int _tokens;
    private int _used;

    /// <summary>One more than the largest number given.</summary>
    public int Count => normal is null ? _tokens : _normal.Count;

    private struct Entry
    {
        public uint Hash;
        public int Start;
        public int Length;
        public int Id;
    }

    /// <summary>To be called before the texts of a segment.</summary>
    public void StartSegment()
    {
        if (_tokens > Most)
        {
            Array.Clear(_table);
            _normal.Clear();
            (_tokens, _used) = (0, 0);
        }
    }

    /// <summary>Appends the numbers of the words of a text that white space separates.</summary>
    public void Read(ReadOnlySpan<char> text, IntBuffer to)
    {
        for (ReadOnlySpan<char> word = TextRules.NextWord(ref text); !word.IsEmpty; word = TextRules.NextWord(ref text))
        {
            int id = Id(word);
            if (id >= 0)
            {
                to.Add(id);
            }
        }
    }

    /// <summary>The number of a token; -1 when it counts as nothing.</summary>
    public int Id(ReadOnlySpan<char> token)
    {
        uint hash = Hash(token);
        int mask = _table.Length - 1, at = (int)(hash >> 1) & mask;
        while (_table[at].Hash != 0)
        {
            ref Entry entry = ref _table[at];
            if (entry.Hash == hash && _letters.AsSpan(entry.Start, entry.Length).SequenceEqual(token))
            {
                return entry.Id;
            }

            at = (at + 1) & mask;
        }

        int id = normal is null ? _tokens : Normal(normal(token.ToString()));
        if (_used + token.Length > _letters.Length)
        {
            Array.Resize(ref _letters, Math.Max(_used + token.Length, 2 * _letters.Length));
        }

        token.CopyTo(_letters.AsSpan(_used));
        _table[at] = new() { Hash = hash, Start = _used, Length = token.Length, Id = id };
        _used += token.Length;
        if (2 * ++_tokens > _table.Length)
        {
            Grow();
        }

        return id;
    }

    // Odd and so never 0, which marks a free place; the lowest bit chooses no place.
    private static uint Hash(ReadOnlySpan<char> token)
    {
        ulong hash = (ulong)token.Length;
        ReadOnlySpan<ulong> fours = MemoryMarshal.Cast<char, ulong>(token);
        foreach (ulong four in fours)
        {
            hash = (hash ^ four) * 0x9E3779B97F4A7C15UL;
            hash ^= hash >> 29;
        }

        foreach (char c in token[(4 * fours.Length)..])
        {
            hash = (hash ^ c) * 0xFF51AFD7ED558CCDUL;
        }

        return (uint)(hash >> 32) | 1;
    }

    private void Grow()
    {
        Entry[] old = _table;
        _table = new Entry[2 * old.Length];
        foreach (Entry entry in old)
        {
            if (entry.Hash != 0)
            {
                int at = (int)(entry.Hash >> 1) & (_table.Length - 1);
                while (_table[at].Hash != 0)
                {
                    at = (at + 1) & (_table.Length - 1);
                }

                _table[at] = entry;
            }
        }
    }

    private int Normal(string text)
    {
        if (text.Length == 0)
        {
            return -1;
        }

        if (!_normal.TryGetValue(text, out int id))
        {
            id = _normal.Count;
            _normal.Add(text, id);
        }

        return id;
    }
}
