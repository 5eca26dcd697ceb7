namespace AiInfra.Metrics.Text.Matching;

/// <summary>Edit distance, 64 cells of the table at a time (Myers 1999; Hyyrö 2003), with the alignment that jiwer takes among the shortest: read from the end, a deletion first, then an insertion, then a match or substitution; what both ends have in common is left out before.</summary>
internal sealed class Levenshtein
{
    private readonly PatternMasks _masks = new();
    private ulong[] _up = [];
    private ulong[] _down = [];

    /// <summary>The least number of insertions, deletions and substitutions.</summary>
    public int Distance(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
    {
        _ = Trim(ref reference, ref hypothesis);
        return reference.IsEmpty ? hypothesis.Length : hypothesis.IsEmpty ? reference.Length : Fill(reference, hypothesis, keep: false);
    }

    /// <summary>The edits that turn the reference into the hypothesis, from the end to the start.</summary>
    public void Align(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis, List<EditKind> backwards)
    {
        backwards.Clear();
        (int before, int after) = Trim(ref reference, ref hypothesis);
        Repeat(EditKind.Equal, after);
        int i = reference.Length, j = hypothesis.Length;
        if (i > 0 && j > 0)
        {
            Fill(reference, hypothesis, keep: true);
            Walk(ref i, ref j);
        }

        Repeat(EditKind.Delete, i);
        Repeat(EditKind.Insert, j);
        Repeat(EditKind.Equal, before);

        void Repeat(EditKind kind, int times)
        {
            for (int n = 0; n < times; n++)
            {
                backwards.Add(kind);
            }
        }

        void Walk(ref int i, ref int j)
        {
            while (i > 0 && j > 0)
            {
                if (Bit(_up, j, i))
                {
                    backwards.Add(EditKind.Delete);
                    i--;
                    continue;
                }

                j--;
                if (j > 0 && Bit(_down, j, i))
                {
                    backwards.Add(EditKind.Insert);
                }
                else
                {
                    i--;
                    backwards.Add(EditKind.Substitute);
                }
            }
        }
    }

    private static (int Before, int After) Trim(ref ReadOnlySpan<int> reference, ref ReadOnlySpan<int> hypothesis)
    {
        int before = reference.CommonPrefixLength(hypothesis);
        reference = reference[before..];
        hypothesis = hypothesis[before..];
        int after = 0;
        while (after < reference.Length && after < hypothesis.Length && reference[^(after + 1)] == hypothesis[^(after + 1)])
        {
            after++;
        }

        reference = reference[..^after];
        hypothesis = hypothesis[..^after];
        return (before, after);
    }

    private bool Bit(ulong[] rows, int row, int place) => (rows[(row * _masks.Words) + ((place - 1) >> 6)] >> ((place - 1) & 63) & 1) != 0;

    // Row j holds where the table goes up or down by one along the reference after j tokens of the hypothesis.
    private int Fill(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis, bool keep)
    {
        _masks.Learn(reference);
        int words = _masks.Words, rows = keep ? hypothesis.Length + 1 : 1;
        if (_up.Length < rows * words)
        {
            _up = new ulong[rows * words];
            _down = new ulong[rows * words];
        }

        _up.AsSpan(0, words).Fill(~0UL);
        _down.AsSpan(0, words).Clear();
        int distance = reference.Length;
        ulong last = 1UL << ((reference.Length - 1) & 63);
        for (int j = 0; j < hypothesis.Length; j++)
        {
            int from = keep ? j * words : 0, to = keep ? from + words : 0;
            ReadOnlySpan<ulong> mask = _masks.Of(hypothesis[j]);
            ulong upIn = 1, downIn = 0;
            for (int w = 0; w < words; w++)
            {
                ulong up = _up[from + w], down = _down[from + w], hits = mask[w] | downIn;
                ulong diagonal = (((hits & up) + up) ^ up) | hits | down;
                ulong right = down | ~(diagonal | up), left = diagonal & up;
                if (w == words - 1)
                {
                    distance += (right & last) != 0 ? 1 : (left & last) != 0 ? -1 : 0;
                }

                ulong upOut = right >> 63, downOut = left >> 63;
                right = (right << 1) | upIn;
                left = (left << 1) | downIn;
                _up[to + w] = left | ~(diagonal | right);
                _down[to + w] = right & diagonal;
                (upIn, downIn) = (upOut, downOut);
            }
        }

        return distance;
    }
}
