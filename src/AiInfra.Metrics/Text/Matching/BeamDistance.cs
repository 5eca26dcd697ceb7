namespace AiInfra.Metrics.Text.Matching;

/// <summary>Edit distance within a band around the diagonal, as sacrebleu's TER bounds it (25 cells, more where lengths differ wildly). It remembers the table of the last base, so that a candidate costs only the rows after its first change.</summary>
internal sealed class BeamDistance
{
    private const int Beam = 25;
    private const int Far = int.MaxValue / 2;

    private int[] _base = [];
    private int[] _table = [];
    private byte[] _moves = [];

    private enum Move : byte
    {
        None,
        Diagonal,
        Delete,
        Insert,
    }

    /// <summary>The distance of the base; later candidates share rows with it.</summary>
    public int Rebase(ReadOnlySpan<int> words, ReadOnlySpan<int> reference)
    {
        int width = reference.Length + 1, cells = (words.Length + 1) * width;
        if (_base.Length < cells)
        {
            _base = new int[cells];
            _table = new int[cells];
            _moves = new byte[cells];
        }

        for (int j = 0; j < width; j++)
        {
            _base[j] = j;
            _moves[j] = (byte)Move.Insert;
        }

        Fill(words, reference, _base, 0, keepMoves: true);
        return _base[cells - 1];
    }

    /// <summary>The distance of a candidate as long as the base and the same before a word.</summary>
    public int Try(ReadOnlySpan<int> words, ReadOnlySpan<int> reference, int same)
    {
        int width = reference.Length + 1;
        if (same >= words.Length)
        {
            return _base[(words.Length * width) + reference.Length];
        }

        _base.AsSpan(same * width, width).CopyTo(_table.AsSpan(same * width));
        Fill(words, reference, _table, same, keepMoves: false);
        return _table[(words.Length * width) + reference.Length];
    }

    /// <summary>From the base's table: where each word of the reference lies in the words (-1 before the first), and which words on either side are wrong.</summary>
    public void Align(ReadOnlySpan<int> words, ReadOnlySpan<int> reference, Span<int> at, Span<bool> wrongReference, Span<bool> wrongWord)
    {
        int width = reference.Length + 1;
        for (int i = words.Length, j = reference.Length; i > 0 || j > 0;)
        {
            switch ((Move)_moves[(i * width) + j])
            {
                case Move.Diagonal:
                    i--;
                    j--;
                    at[j] = i;
                    wrongReference[j] = wrongWord[i] = words[i] != reference[j];
                    break;
                case Move.Insert:
                    j--;
                    at[j] = i - 1;
                    wrongReference[j] = true;
                    break;
                case Move.Delete:
                    i--;
                    wrongWord[i] = true;
                    break;
                default:
                    throw new InvalidOperationException($"The band of the edit distance was left at word {i} of {words.Length} and {j} of {reference.Length}.");
            }
        }
    }

    private void Fill(ReadOnlySpan<int> words, ReadOnlySpan<int> reference, int[] table, int done, bool keepMoves)
    {
        int width = reference.Length + 1;
        double ratio = words.Length > 0 ? (double)reference.Length / words.Length : 1;
        int beam = Beam < ratio / 2 ? (int)Math.Ceiling((ratio / 2) + Beam) : Beam;
        for (int i = done + 1; i <= words.Length; i++)
        {
            Span<int> row = table.AsSpan(i * width, width), above = table.AsSpan((i - 1) * width, width);
            Span<byte> moves = _moves.AsSpan(i * width, width);
            int middle = (int)Math.Floor(i * ratio), from = Math.Max(0, middle - beam), to = i == words.Length ? width : Math.Min(width, middle + beam);
            row.Fill(Far);
            if (keepMoves)
            {
                moves.Clear();
            }

            for (int j = from; j < to; j++)
            {
                int cost = Far;
                Move move = Move.None;
                if (j == 0)
                {
                    (cost, move) = (above[0] + 1, Move.Delete);
                }
                else
                {
                    Take(above[j - 1] + (words[i - 1] == reference[j - 1] ? 0 : 1), Move.Diagonal);
                    Take(above[j] + 1, Move.Delete);
                    Take(row[j - 1] + 1, Move.Insert);
                }

                row[j] = cost;
                if (keepMoves)
                {
                    moves[j] = (byte)move;
                }

                void Take(int other, Move by)
                {
                    if (other < cost)
                    {
                        (cost, move) = (other, by);
                    }
                }
            }
        }
    }
}
