namespace AiInfra.Metrics.Text.Matching;

/// <summary>For every token of a pattern the bits of the places where it stands, for the bit-parallel recurrences. Buffers are used again.</summary>
internal sealed class PatternMasks
{
    private int[] _local = new int[1024];
    private int[] _stamp = new int[1024];
    private ulong[] _bits = new ulong[64];
    private int _generation;
    private int _count;

    /// <summary>How many 64-bit words a row has.</summary>
    public int Words { get; private set; }

    public void Learn(ReadOnlySpan<int> pattern)
    {
        Words = Math.Max(1, (pattern.Length + 63) / 64);
        _generation++;
        _count = 0;
        Blank(0);
        for (int i = 0; i < pattern.Length; i++)
        {
            int token = pattern[i];
            if (token >= _stamp.Length)
            {
                int size = Math.Max(token + 1, 2 * _stamp.Length);
                Array.Resize(ref _local, size);
                Array.Resize(ref _stamp, size);
            }

            if (_stamp[token] != _generation)
            {
                _stamp[token] = _generation;
                _local[token] = ++_count;
                Blank(_count);
            }

            _bits[(_local[token] * Words) + (i >> 6)] |= 1UL << (i & 63);
        }
    }

    /// <summary>The places of a token; all zero when it is not in the pattern.</summary>
    public ReadOnlySpan<ulong> Of(int token)
    {
        int local = token < _stamp.Length && _stamp[token] == _generation ? _local[token] : 0;
        return _bits.AsSpan(local * Words, Words);
    }

    private void Blank(int local)
    {
        int end = (local + 1) * Words;
        if (end > _bits.Length)
        {
            Array.Resize(ref _bits, Math.Max(end, 2 * _bits.Length));
        }

        _bits.AsSpan(local * Words, Words).Clear();
    }
}
