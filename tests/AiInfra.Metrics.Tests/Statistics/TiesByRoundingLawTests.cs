using System.Numerics;
using AiInfra.Laws;
using AiInfra.Metrics.Statistics;
using CsCheck;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>Numbers that are equal as fractions are equal, though their doubles are not: every p-value is compared with one that is counted in whole numbers.</summary>
public class TiesByRoundingLawTests
{
    // Pairs of k / of, moved by an offset: precision at 10, thirds, cents on a price, seconds on a clock.
    private static readonly Gen<(double Offset, int Of, (int, int)[] Pairs)> s_cases = Gen.Select(
        Gen.OneOf([.. new[] { 0.0, 0.0, 1, 1000, 1e6, 1.7e9, 1.7e12 }.Select(x => Gen.Const(x))]), Gen.OneOf([.. new[] { 2, 3, 7, 10, 20, 100 }.Select(x => Gen.Const(x))]), Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12]).Array[2, 11]);

    public static TheoryData<PairedAlternative> Alternatives => [PairedAlternative.TwoSided, PairedAlternative.Greater, PairedAlternative.Less];

    [Theory]
    [MemberData(nameof(Alternatives))]
    public void Wilcoxon_Fractions_IsThePValueOfWholeNumbers(PairedAlternative alternative) => s_cases.ForAll(c =>
    {
        (double[] first, double[] second) = Doubles(c);
        PairedTestResult found = WilcoxonTest.Test(first, second, alternative), exact = WilcoxonTest.Test(Whole(c, p => p.Item1), Whole(c, p => p.Item2), alternative);
        Same(exact.PValue, found.PValue);
        Same(exact.Statistic, found.Statistic);
    }, 300);

    [Theory]
    [MemberData(nameof(Alternatives))]
    public void Permutation_Fractions_IsThePValueOfWholeNumbers(PairedAlternative alternative) => s_cases.ForAll(c =>
    {
        (double[] first, double[] second) = Doubles(c);
        long[] differences = [.. c.Pairs.Select(p => (long)(p.Item1 - p.Item2))];
        long observed = differences.Sum(), extreme = 0;
        for (int flip = 0; flip < 1 << differences.Length; flip++)
        {
            long sum = differences.Select((d, i) => (flip >> i & 1) == 0 ? d : -d).Sum();
            extreme += alternative switch { PairedAlternative.Greater => sum >= observed, PairedAlternative.Less => sum <= observed, _ => Math.Abs(sum) >= Math.Abs(observed) } ? 1 : 0;
        }

        Same(extreme / Math.Pow(2, differences.Length), PermutationTest.Test(first, second, alternative).PValue);
    }, 300);

    [Theory]
    [MemberData(nameof(Alternatives))]
    public void TwoSamplePermutation_Fractions_IsThePValueOfWholeNumbers(PairedAlternative alternative) => s_cases.ForAll(c =>
    {
        (double[] first, double[] second) = Doubles(c with { Pairs = c.Pairs[..Math.Min(5, c.Pairs.Length)] });
        int[] all = [.. c.Pairs.Take(5).Select(p => p.Item1), .. c.Pairs.Take(5).Select(p => p.Item2)];
        int n = first.Length, observed = all[..n].Sum();
        long atLeast = 0, atMost = 0, deals = 0;
        for (int deal = 0; deal < 1 << all.Length; deal++)
        {
            if (BitOperations.PopCount((uint)deal) == n)
            {
                int sum = all.Where((_, i) => (deal >> i & 1) == 1).Sum();
                (atLeast, atMost, deals) = (atLeast + (sum >= observed ? 1 : 0), atMost + (sum <= observed ? 1 : 0), deals + 1);
            }
        }

        double p = alternative switch { PairedAlternative.Greater => atLeast, PairedAlternative.Less => atMost, _ => Math.Min(deals, 2 * Math.Min(atLeast, atMost)) } / (double)deals;
        Same(p, PermutationTest.TwoSamples(first, second, alternative).PValue);
    }, 300);

    [Fact]
    public void PairedT_Fractions_IsThePValueOfWholeNumbers() => s_cases.ForAll(c =>
    {
        (double[] first, double[] second) = Doubles(c);
        PairedTestResult found = PairedTTest.Test(first, second), exact = PairedTTest.Test(Whole(c, p => p.Item1), Whole(c, p => p.Item2));
        // Digits lost by an offset can't come back; what may not be is certainty out of rounding.
        double digits = c.Offset == 0 ? 1e-9 : Math.Max(1e-9, 1e-14 * c.Offset * c.Of * 100);
        Assert.True(Math.Abs(found.PValue - exact.PValue) <= digits, $"{found} and {exact}");
    }, 300);

    [Theory]
    [InlineData(0)]
    [InlineData(1e6)]
    [InlineData(1.7e12)]
    public void Welch_ConstantsThatAreEqualAsFractions_DoNotDiffer(double offset)
    {
        double[] sum = [offset + 0.1 + 0.2, offset + 0.1 + 0.2, offset + 0.3], constant = [offset + 0.3, offset + 0.3];
        Assert.Equal(1, TwoSample.WelchT(sum, constant).PValue);
        Assert.Equal(1, TwoSample.StudentT(sum, constant).PValue);
        Assert.Equal(1, PairedTTest.Test(sum[..2], constant).PValue);
        Assert.Equal(1, PairedTTest.TestSerial(sum[..2], constant).PValue);
        Assert.Equal(0, Bootstrap.PairedDifference(sum[..2], constant).Estimate);
    }

    [Fact]
    public void PairedT_AllDifferencesAreTheShift_SeesNothing()
    {
        PairedTestResult result = PairedTTest.Test([0.3, 0.4, 0.7], [0.2, 0.3, 0.6], shift: 0.1);
        Assert.Equal((double.NaN, 1), (result.Statistic, result.PValue));
    }

    [Fact]
    public void Wilcoxon_PrecisionAtTen_KnowsTies()
    {
        // Differences of one and two tenths: 0.3 - 0.2 is 0.09999999999999998, 0.1 - 0 is 0.1.
        double[] first = [0.3, 0.1, 0.8, 0.9, 0.4, 0.2], second = [0.2, 0.0, 0.7, 0.7, 0.5, 0.0];
        Assert.Equal(WilcoxonTest.Test([3, 1, 8, 9, 4, 2], [2, 0, 7, 7, 5, 0]), WilcoxonTest.Test(first, second) with { Difference = 4.0 / 6 * 1.5 });
    }

    [Fact]
    public void TwoSamples_SmallDifferenceFarFromZero_IsSeen()
    {
        double[] first = [.. Enumerable.Range(0, 8).Select(i => 1.7e12 + i)], second = [.. Enumerable.Range(0, 8).Select(i => 1.7e12 + 20 + i)];
        TwoSampleResult result = PermutationTest.TwoSamples(first, second, permutations: 20_000);
        Assert.Equal(2.0 / 12870, result.PValue, 1e-12);
        Assert.Equal(-20, result.Statistic);
    }

    private static (double[] First, double[] Second) Doubles((double Offset, int Of, (int, int)[] Pairs) c) =>
        ([.. c.Pairs.Select(p => c.Offset + (p.Item1 / (double)c.Of))], [.. c.Pairs.Select(p => c.Offset + (p.Item2 / (double)c.Of))]);

    private static double[] Whole((double Offset, int Of, (int, int)[] Pairs) c, Func<(int, int), int> side) => [.. c.Pairs.Select(p => (double)side(p))];

    private static void Same(double exact, double found) => Assert.True(exact.Equals(found) || Math.Abs(exact - found) <= 1e-12 * Math.Abs(exact), $"{exact:R} is right, {found:R} came");
}
