using AiInfra.Core.Rows;
using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>Permutation tests: of paired differences by flipping signs, of two samples by dealing the numbers anew. Exact for few, seeded random permutations for many.</summary>
public static class PermutationTest
{
    /// <summary>Up to so many pairs all flips are tried.</summary>
    public const int ExactUpTo = 16;

    /// <summary>Tests whether the mean difference could come from differences whose sign is a fair coin.</summary>
    /// <param name="first">Values of the first.</param>
    /// <param name="second">Values of the second on the same rows.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <param name="permutations">Random flips for more than 16 pairs. The p-value is (1 + as extreme) / (1 + permutations), so it is never 0 (Phipson and Smyth 2010).</param>
    /// <param name="seed">Seed of the flips.</param>
    /// <param name="blockLength">Neighbours flipped together; more than 1 for a time stream with serial correlation.</param>
    public static PairedTestResult Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second, PairedAlternative alternative = PairedAlternative.TwoSided, int permutations = 9999, ulong seed = 1, int blockLength = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        double[] differences = PairedDifferences.Of(first, second);
        if (differences.Length == 0)
        {
            throw new ArgumentException("A permutation test needs a pair.", nameof(first));
        }

        double[] blocks = new double[(differences.Length + blockLength - 1) / blockLength];
        for (int i = 0; i < differences.Length; i++)
        {
            blocks[i / blockLength] += differences[i];
        }

        double observed = blocks.Sum();
        bool exact = blocks.Length <= ExactUpTo;
        double slack = Slack(blocks, PairedDifferences.Errors(first, second), exact);
        long flips = exact ? 1L << blocks.Length : permutations;
        long extreme = 0;
        var random = new SplitMix64(seed);
        for (long flip = 0; flip < flips; flip++)
        {
            double sum = Flipped(blocks, exact, flip, ref random);
            extreme += alternative switch
            {
                PairedAlternative.Greater => sum >= observed - slack,
                PairedAlternative.Less => sum <= observed + slack,
                _ => Math.Abs(sum) >= Math.Abs(observed) - slack,
            } ? 1 : 0;
        }

        double p = exact ? (double)extreme / flips : (1.0 + extreme) / (1.0 + flips);
        return new(exact ? "permutation, exact" : $"permutation, {flips} flips", observed / differences.Length, p, differences.Length, observed / differences.Length);
    }

    /// <summary>Tests whether two independent samples differ in their means: how often does dealing all numbers at random to samples of these sizes give a difference at least as large?</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="second">The second sample.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <param name="permutations">Random deals, where there are more than so many; otherwise all are tried. The p-value of random ones is (1 + as extreme) / (1 + permutations).</param>
    /// <param name="seed">Seed of the deals.</param>
    /// <returns>The statistic is the difference of the means, first minus second. The two-sided p-value is twice the smaller one-sided one, at most 1 (as SciPy's permutation_test).</returns>
    /// <exception cref="ArgumentException">A sample is empty or holds a number that is not finite; the message names the first index.</exception>
    public static TwoSampleResult TwoSamples(ReadOnlySpan<double> first, ReadOnlySpan<double> second, PairedAlternative alternative = PairedAlternative.TwoSided, int permutations = 9999, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        PairedDifferences.RequireFinite(first, nameof(first));
        PairedDifferences.RequireFinite(second, nameof(second));
        int n = first.Length;
        double[] raw = [.. first, .. second];
        bool exact = SpecialFunctions.BinomialLn(raw.Length, n) <= Math.Log(permutations);
        // Far from zero a sum has too few digits for its differences: the numbers are taken from the middle one among them.
        double origin = TwoSample.Sorted(raw, nameof(first))[raw.Length / 2];
        double[] all = PairedDifferences.Less(raw, origin);
        double total = all.Sum(), observed = all.AsSpan(0, n).ToArray().Sum(), slack = Slack(all, Array.ConvertAll(raw, x => PairedDifferences.Error(x, origin)), exact);
        long atLeast = 0, atMost = 0, deals = 0;

        // The difference of means rises with the sum of the first sample: the sum says it all.
        void Count(double sum)
        {
            atLeast += sum >= observed - slack ? 1 : 0;
            atMost += sum <= observed + slack ? 1 : 0;
        }

        if (exact)
        {
            var chosen = Enumerable.Range(0, n).ToArray();
            do
            {
                deals++;
                Count(chosen.Sum(i => all[i]));
            }
            while (Next(chosen, all.Length));
        }
        else
        {
            var random = new SplitMix64(seed);
            for (; deals < permutations; deals++)
            {
                double sum = 0;
                for (int i = 0; i < n; i++)
                {
                    int other = i + random.Next(all.Length - i);
                    (all[i], all[other]) = (all[other], all[i]);
                    sum += all[i];
                }

                Count(sum);
            }
        }

        double Share(long extreme) => exact ? (double)extreme / deals : (1.0 + extreme) / (1.0 + deals);
        double p = alternative switch
        {
            PairedAlternative.Greater => Share(atLeast),
            PairedAlternative.Less => Share(atMost),
            _ => Math.Min(1, 2 * Share(Math.Min(atLeast, atMost))),
        };
        return new((observed / n) - ((total - observed) / second.Length), p);
    }

    // By how much two sums that are equal may be apart: the roundings of the numbers and of the sum. All flips of few are compared exactly, so at their worst; of many, as they usually add up.
    private static double Slack(double[] numbers, double[] errors, bool exact)
    {
        double largest = errors.Max(), roundings = exact || largest == 0 ? errors.Sum() / 2 : largest * Math.Sqrt(errors.Sum(e => e / largest * (e / largest)));
        return (1e-12 * numbers.Sum(Math.Abs)) + roundings;
    }

    // The next choice of ascending indices below the bound.
    private static bool Next(int[] chosen, int bound)
    {
        for (int i = chosen.Length - 1; i >= 0; i--)
        {
            if (chosen[i] < bound - chosen.Length + i)
            {
                chosen[i]++;
                for (int k = i + 1; k < chosen.Length; k++)
                {
                    chosen[k] = chosen[k - 1] + 1;
                }

                return true;
            }
        }

        return false;
    }

    private static double Flipped(double[] blocks, bool exact, long flip, ref SplitMix64 random)
    {
        double sum = 0;
        ulong bits = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            bits = i % 64 == 0 ? (exact ? (ulong)flip : random.Next()) : bits >> 1;
            sum += (bits & 1) == 0 ? blocks[i] : -blocks[i];
        }

        return sum;
    }
}
