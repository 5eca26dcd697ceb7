using System.Numerics;

namespace AiInfra.Evaluation.Slices;

/// <summary>Goes through bad slices in order and keeps those that say something the kept ones do not: rows outside all of them that are bad too, or a much worse part inside one.</summary>
internal sealed class SliceReview(LossSums total, double[] deviations, double[] weights, int tested, SliceFinderOptions options)
{
    // A slice is new when at least this share of its rows is in none that was kept.
    private const double NewShare = 0.25;
    private const int Named = 10;

    private readonly ulong[] _union = new ulong[(deviations.Length + 63) / 64];
    private readonly double _deviation = Math.Sqrt(total.Variance);

    public List<Kept> Slices { get; } = [];

    public int Redundant { get; private set; }

    public void Look(SliceCandidate candidate, double adjusted)
    {
        ulong[] bits = candidate.Bits();
        (Kept? nearest, int shared) = Nearest(bits);
        if (nearest is null || OutsideIsBad(candidate, bits) || InsideIsWorse(candidate, bits, nearest, shared))
        {
            Slices.Add(new(candidate, adjusted, bits));
            for (int i = 0; i < _union.Length; i++)
            {
                _union[i] |= bits[i];
            }

            return;
        }

        Redundant++;
        if (nearest.Redundant.Count < Named)
        {
            nearest.Redundant.Add(candidate.Text);
        }
    }

    public static int[] Rows(ulong[] bits)
    {
        var rows = new int[bits.Sum(BitOperations.PopCount)];
        int at = 0;
        for (int i = 0; i < bits.Length; i++)
        {
            for (ulong word = bits[i]; word != 0; word &= word - 1)
            {
                rows[at++] = (i * 64) + BitOperations.TrailingZeroCount(word);
            }
        }

        return rows;
    }

    private (Kept? Nearest, int Shared) Nearest(ulong[] bits)
    {
        Kept? nearest = null;
        int most = 0;
        foreach (Kept kept in Slices)
        {
            int shared = 0;
            for (int i = 0; i < bits.Length; i++)
            {
                shared += BitOperations.PopCount(bits[i] & kept.Bits[i]);
            }

            (nearest, most) = shared > most ? (kept, shared) : (nearest, most);
        }

        return (nearest, most);
    }

    private bool OutsideIsBad(SliceCandidate candidate, ulong[] bits)
    {
        LossSums outside = Sum(bits, _union, (mine, known) => mine & ~known);
        if (outside.Rows < NewShare * candidate.Sums.Rows)
        {
            return false;
        }

        LossSums rest = total - outside;
        return (outside.Mean - rest.Mean) >= options.MinimumEffect * _deviation && LossSums.PWorse(outside, rest) <= options.Level;
    }

    private bool InsideIsWorse(SliceCandidate candidate, ulong[] bits, Kept nearest, int shared)
    {
        if (shared < (1 - NewShare) * candidate.Sums.Rows)
        {
            return false;
        }

        LossSums inside = Sum(bits, nearest.Bits, (mine, known) => mine & known);
        LossSums all = nearest.Candidate.Sums, remainder = all - inside;
        return (candidate.Sums.Mean - all.Mean) >= options.MinimumEffect * _deviation && LossSums.PWorse(inside, remainder) <= options.Level / tested;
    }

    private LossSums Sum(ulong[] mine, ulong[] known, Func<ulong, ulong, ulong> choose)
    {
        LossSums sums = default;
        for (int i = 0; i < mine.Length; i++)
        {
            ulong word = choose(mine[i], known[i]);
            if (i == mine.Length - 1 && deviations.Length % 64 != 0)
            {
                word &= (1UL << (deviations.Length % 64)) - 1;
            }

            for (; word != 0; word &= word - 1)
            {
                int row = (i * 64) + BitOperations.TrailingZeroCount(word);
                if (weights[row] > 0)
                {
                    sums.Add(deviations[row], weights[row]);
                }
            }
        }

        return sums;
    }

    /// <summary>A slice that is reported.</summary>
    internal sealed record Kept(SliceCandidate Candidate, double Adjusted, ulong[] Bits)
    {
        public List<string> Redundant { get; } = [];
    }
}
