namespace AiInfra.Metrics.Text.Matching;

/// <summary>The edits of TER (Snover 2006): moves of word blocks that lessen the edit distance, the best first, then the edits left. The limits and the order of candidates are Tercom's, as sacrebleu has them.</summary>
internal sealed class ShiftSearch
{
    private const int MaxSize = 10;
    private const int MaxDistance = 50;
    private const int MaxCandidates = 1000;

    private readonly BeamDistance _distance = new();
    private int[] _words = [];
    private int[] _moved = [];
    private int[] _best = [];
    private int _checked;

    /// <summary>Moves and other edits together.</summary>
    public int Edits(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference)
    {
        if (reference.IsEmpty)
        {
            return hypothesis.Length;
        }

        _words = hypothesis.ToArray();
        _moved = new int[_words.Length];
        _best = new int[_words.Length];
        _checked = 0;
        int shifts = 0;
        while (true)
        {
            int distance = _distance.Rebase(_words, reference);
            int gain = Search(reference, distance);
            if (_checked >= MaxCandidates || gain <= 0)
            {
                return shifts + distance;
            }

            shifts++;
            (_words, _best) = (_best, _words);
        }
    }

    /// <summary>Finds the best move; it lies in _best when the gain is above the least.</summary>
    private int Search(ReadOnlySpan<int> reference, int distance)
    {
        int n = _words.Length, m = reference.Length;
        var at = new int[m];
        bool[] wrongReference = new bool[m], wrongWord = new bool[n];
        _distance.Align(_words, reference, at, wrongReference, wrongWord);
        (int Gain, int Length, int Start, int Target)? best = null;
        for (int start = 0; start < n; start++)
        {
            for (int right = Math.Max(0, start - MaxDistance); right < m && right - start <= MaxDistance; right++)
            {
                bool anyWord = false, anyReference = false;
                for (int length = 1; length <= MaxSize && start + length <= n && right + length <= m && _words[start + length - 1] == reference[right + length - 1]; length++)
                {
                    anyWord |= wrongWord[start + length - 1];
                    anyReference |= wrongReference[right + length - 1];
                    if (!anyWord || !anyReference || (at[right] >= start && at[right] < start + length))
                    {
                        continue;
                    }

                    Targets(reference, at, distance, start, right, length, ref best);
                    if (_checked >= MaxCandidates)
                    {
                        return best?.Gain ?? 0;
                    }
                }
            }
        }

        return best?.Gain ?? 0;
    }

    private void Targets(ReadOnlySpan<int> reference, int[] at, int distance, int start, int right, int length, ref (int Gain, int Length, int Start, int Target)? best)
    {
        int before = -1;
        for (int offset = -1; offset < length; offset++)
        {
            int target = right + offset == -1 ? 0 : at[right + offset] + 1;
            if (target == before)
            {
                continue;
            }

            before = target;
            Move(start, length, target);
            _checked++;
            int gain = distance - _distance.Try(_moved, reference, Math.Min(start, target));
            if (best is not { } other || Better(gain, length, start, target, other))
            {
                best = (gain, length, start, target);
                _moved.CopyTo(_best, 0);
            }
        }
    }

    // More gain, then longer, then from further to the front, then to further to the front.
    private static bool Better(int gain, int length, int start, int target, (int Gain, int Length, int Start, int Target) other) =>
        gain != other.Gain ? gain > other.Gain
        : length != other.Length ? length > other.Length
        : start != other.Start ? start < other.Start
        : target < other.Target;

    private void Move(int start, int length, int target)
    {
        ReadOnlySpan<int> words = _words;
        Span<int> to = _moved;
        int end = start + length;
        if (target < start)
        {
            Join(words[..target], words[start..end], words[target..start], words[end..], to);
        }
        else if (target > end)
        {
            Join(words[..start], words[end..target], words[start..end], words[target..], to);
        }
        else
        {
            int stop = Math.Min(length + target, words.Length);
            Join(words[..start], words[end..Math.Max(end, stop)], words[start..end], words[Math.Max(end, stop)..], to);
        }
    }

    private static void Join(ReadOnlySpan<int> first, ReadOnlySpan<int> second, ReadOnlySpan<int> third, ReadOnlySpan<int> fourth, Span<int> to)
    {
        first.CopyTo(to);
        second.CopyTo(to[first.Length..]);
        third.CopyTo(to[(first.Length + second.Length)..]);
        fourth.CopyTo(to[(first.Length + second.Length + third.Length)..]);
    }
}
