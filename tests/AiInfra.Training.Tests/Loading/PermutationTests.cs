using System.Diagnostics;
using AiInfra.Training.Loading;

namespace AiInfra.Training.Tests.Loading;

public sealed class PermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(1000)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_003)]
    public void Fill_OfAllPlaces_HasEachNumberOnce(int count)
    {
        foreach (long seed in (long[])[0, 1, -1, long.MaxValue])
        {
            long[] numbers = new long[count];
            new Permutation(count, seed).Fill(0, numbers);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), numbers.Order());
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    public void Indexer_OverSeeds_PutsEveryNumberEverywhereAlike(int count)
    {
        // Pairs of neighbours: each of the n (n - 1) should come equally often. Chi-square, below the mean plus six standard deviations.
        const int Seeds = 40_000;
        var pairs = new int[count, count];
        for (int seed = 0; seed < Seeds; seed++)
        {
            var order = new Permutation(count, seed);
            pairs[order[0], order[count - 1]]++;
        }

        double expected = Seeds / (double)(count * (count - 1)), chi = 0;
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                chi += a == b ? pairs[a, b] : Math.Pow(pairs[a, b] - expected, 2) / expected;
            }
        }

        int freedom = (count * (count - 1)) - 1;
        Assert.InRange(chi, 0, freedom + (6 * Math.Sqrt(2.0 * freedom)));
    }

    [Fact]
    public void Indexer_FarInside_CostsWhatTheFirstDoes()
    {
        var order = new Permutation(1_000_000_000, 7);
        _ = order[0];
        var clock = Stopwatch.StartNew();
        long[] numbers = new long[256];
        new Permutation(1_000_000_000, 8).Fill(100_000_000, numbers);
        Assert.Equal(256, numbers.Distinct().Count());

        // Tens of microseconds; a list of that length would take seconds.
        Assert.InRange(clock.ElapsedMilliseconds, 0, 500);
    }
}
