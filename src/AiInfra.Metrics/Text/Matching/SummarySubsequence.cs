namespace AiInfra.Metrics.Text.Matching;

/// <summary>Summary-level ROUGE-L (Lin 2004, section 3.2): for every line of the reference the union of its longest common subsequences with all lines of the text; a token counts no more often than either side has it, as in ROUGE 1.5.5.</summary>
internal sealed class SummarySubsequence(CommonSubsequence common)
{
    private int[] _left = [];
    private bool[] _marks = [];

    public int Hits(TokenLines said, TokenLines right, int tokens)
    {
        Room(tokens, right.LineTokens.Length);
        Budget(said.LineTokens, right.LineTokens);
        int hits = 0;
        for (int r = 0; r < right.Lines; r++)
        {
            ReadOnlySpan<int> line = right.Line(r);
            Span<bool> marks = _marks.AsSpan(0, line.Length);
            marks.Clear();
            for (int s = 0; s < said.Lines; s++)
            {
                common.Mark(line, said.Line(s), marks);
            }

            for (int i = 0; i < line.Length; i++)
            {
                if (marks[i] && _left[line[i]] > 0)
                {
                    _left[line[i]]--;
                    hits++;
                }
            }
        }

        return hits;
    }

    // Both sides' budgets go down together, so the smaller of the two decides. Only tokens of the reference are ever asked for.
    private void Budget(ReadOnlySpan<int> said, ReadOnlySpan<int> right)
    {
        foreach (int token in right)
        {
            _left[token] = 0;
        }

        foreach (int token in said)
        {
            _left[token] = 0;
        }

        foreach (int token in said)
        {
            _left[token]++;
        }
    }

    private void Room(int tokens, int marks)
    {
        if (_left.Length < tokens)
        {
            _left = new int[Math.Max(tokens, 2 * _left.Length)];
        }

        if (_marks.Length < marks)
        {
            _marks = new bool[Math.Max(marks, 2 * _marks.Length)];
        }
    }
}
