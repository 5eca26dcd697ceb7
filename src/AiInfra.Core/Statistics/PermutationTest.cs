namespace AiInfra.Core.Statistics;

/// <summary>Sign-flip permutation test of paired differences: exact for few pairs, seeded random flips for many.</summary>
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
        double slack = 1e-12 * blocks.Sum(Math.Abs);
        bool exact = blocks.Length <= ExactUpTo;
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
