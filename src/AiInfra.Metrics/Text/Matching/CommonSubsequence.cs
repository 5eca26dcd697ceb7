using System.Numerics;

namespace AiInfra.Metrics.Text.Matching;

/// <summary>The longest common subsequence, 64 cells of the table at a time (Crochemore and others 2001; Hyyrö 2004). A zero bit in a column says that the table grows there.</summary>
internal sealed class CommonSubsequence
{
    private readonly PatternMasks _masks = new();
    private ulong[] _columns = [];

    /// <summary>Length of the longest common subsequence.</summary>
    public int Length(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return 0;
        }

        _masks.Learn(first);
        int words = _masks.Words;
        if (words == 1)
        {
            ulong column = ~0UL;
            foreach (int token in second)
            {
                ulong hits = column & _masks.Of(token)[0];
                column = (column + hits) | (column - hits);
            }

            return Zeros(column, first.Length);
        }

        Room(words);
        _columns.AsSpan(0, words).Fill(~0UL);
        foreach (int token in second)
        {
            Step(_columns.AsSpan(0, words), _columns.AsSpan(0, words), _masks.Of(token));
        }

        int length = 0;
        for (int w = 0; w < words; w++)
        {
            length += Zeros(_columns[w], first.Length - (64 * w));
        }

        return length;
    }

    /// <summary>Marks the places of the first that belong to one longest common subsequence: from the end, a match is taken; else the second gives way where the table grew in the first, as rouge_score goes.</summary>
    public void Mark(ReadOnlySpan<int> first, ReadOnlySpan<int> second, Span<bool> marks)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return;
        }

        _masks.Learn(first);
        int words = _masks.Words;
        Room(words * (second.Length + 1));
        _columns.AsSpan(0, words).Fill(~0UL);
        for (int j = 0; j < second.Length; j++)
        {
            Step(_columns.AsSpan(j * words, words), _columns.AsSpan((j + 1) * words, words), _masks.Of(second[j]));
        }

        for (int i = first.Length, j = second.Length; i > 0 && j > 0;)
        {
            if (first[i - 1] == second[j - 1])
            {
                marks[i - 1] = true;
                i--;
                j--;
            }
            else if ((_columns[(j * words) + ((i - 1) >> 6)] >> ((i - 1) & 63) & 1) == 0)
            {
                j--;
            }
            else
            {
                i--;
            }
        }
    }

    private static void Step(ReadOnlySpan<ulong> from, Span<ulong> to, ReadOnlySpan<ulong> mask)
    {
        ulong carry = 0;
        for (int w = 0; w < mask.Length; w++)
        {
            ulong column = from[w], hits = column & mask[w];
            ulong sum = column + hits;
            ulong next = sum < column ? 1UL : 0;
            sum += carry;
            next |= sum < carry ? 1UL : 0;
            to[w] = sum | (column - hits);
            carry = next;
        }
    }

    private static int Zeros(ulong column, int length) => BitOperations.PopCount(~column & (length >= 64 ? ~0UL : (1UL << length) - 1));

    private void Room(int words)
    {
        if (_columns.Length < words)
        {
            _columns = new ulong[Math.Max(words, 2 * _columns.Length)];
        }
    }
}
