using AiInfra.Laws;
using AiInfra.Metrics.Statistics;
using CsCheck;
using Test = System.Func<double[], double[], AiInfra.Metrics.Statistics.PairedAlternative, AiInfra.Metrics.Statistics.PairedTestResult>;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>What holds of every test of pairs, whatever the numbers.</summary>
public class PairedTestLawTests
{
    private static readonly Dictionary<string, Test> s_all = new()
    {
        ["t"] = (a, b, side) => PairedTTest.Test(a, b, side),
        ["serial t"] = (a, b, side) => PairedTTest.TestSerial(a, b, 2, side),
        ["Wilcoxon"] = (a, b, side) => WilcoxonTest.Test(a, b, side),
        ["permutation"] = (a, b, side) => PermutationTest.Test(a, b, side, permutations: 300),
    };

    public static TheoryData<string> All => [.. s_all.Keys];

    public static TheoryData<string> AnyOrder => [.. s_all.Keys.Where(n => n != "serial t")];

    [Theory]
    [MemberData(nameof(All))]
    public void PValue_AnyPairs_IsAProbability(string name) => LawSamples.Paired(4, 12).ForAll((a, b) =>
    {
        double both = s_all[name](a, b, PairedAlternative.TwoSided).PValue, greater = s_all[name](a, b, PairedAlternative.Greater).PValue, less = s_all[name](a, b, PairedAlternative.Less).PValue;
        Assert.True(both is >= 0 and <= 1 && greater is >= 0 and <= 1 && less is >= 0 and <= 1, $"{both:R}, {greater:R}, {less:R}");
        Assert.True(greater + less >= 1 - 1e-9, $"{greater:R} + {less:R}");
        Assert.True(both >= Math.Min(greater, less) * (1 - 1e-9), $"{both:R} of {greater:R}, {less:R}");
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Result_SidesSwapped_IsTurned(string name) => LawSamples.Paired(4, 12).ForAll((a, b) =>
    {
        PairedTestResult one = s_all[name](a, b, PairedAlternative.TwoSided), other = s_all[name](b, a, PairedAlternative.TwoSided);
        Near(one.PValue, other.PValue);
        Assert.Equal(one.Difference, -other.Difference);
        Near(s_all[name](a, b, PairedAlternative.Greater).PValue, s_all[name](b, a, PairedAlternative.Less).PValue);
    });

    [Theory]
    [MemberData(nameof(AnyOrder))]
    public void PValue_RowsInAnotherOrder_IsTheSame(string name) => Gen.Select(LawSamples.Paired(4, 12), Gen.Int).ForAll((columns, seed) =>
        Near(s_all[name](columns.Item1, columns.Item2, PairedAlternative.TwoSided).PValue, s_all[name](LawSamples.Shuffled(columns.Item1, seed), LawSamples.Shuffled(columns.Item2, seed), PairedAlternative.TwoSided).PValue));

    [Theory]
    [MemberData(nameof(All))]
    public void PValue_AnotherUnit_IsTheSame(string name) => Gen.Select(LawSamples.Paired(4, 12), LawSamples.Unit).Where(x => LawSamples.Fit(x.Item2, x.Item1.Item1, x.Item1.Item2)).ForAll((columns, power) =>
    {
        double[] a = [.. columns.Item1.Select(x => Math.ScaleB(x, power))], b = [.. columns.Item2.Select(x => Math.ScaleB(x, power))];
        Near(s_all[name](columns.Item1, columns.Item2, PairedAlternative.TwoSided).PValue, s_all[name](a, b, PairedAlternative.TwoSided).PValue);
    });

    [Fact]
    public void McNemar_AnyCounts_SwapsAndAgreesWithTheBinomial() => Gen.Select(Gen.Long[0, 40], Gen.Long[0, 40], Gen.Long[0, 1000]).ForAll((first, second, rest) =>
    {
        foreach (Func<long, long, PairedAlternative, PairedTestResult> test in (Func<long, long, PairedAlternative, PairedTestResult>[])
            [(b, c, side) => McNemarTest.Exact(b, c, b + c + rest, side), (b, c, side) => McNemarTest.Asymptotic(b, c, b + c + rest, true, side), (b, c, side) => McNemarTest.Asymptotic(b, c, b + c + rest, false, side)])
        {
            PairedTestResult one = test(first, second, PairedAlternative.TwoSided), other = test(second, first, PairedAlternative.TwoSided);
            Near(one.PValue, other.PValue);
            Near(test(first, second, PairedAlternative.Greater).PValue, test(second, first, PairedAlternative.Less).PValue);
            Assert.True(one.PValue is >= 0 and <= 1 && test(first, second, PairedAlternative.Greater).PValue is >= 0 and <= 1);
        }

        // The flips of pairs that differ by 1 are the coin of the exact form.
        if (first + second is > 0 and <= 12)
        {
            double[] a = [.. Enumerable.Repeat(1.0, (int)first), .. Enumerable.Repeat(0.0, (int)second)];
            Near(McNemarTest.Exact(first, second).PValue, PermutationTest.Test(a, [.. a.Select(x => 1 - x)]).PValue);
        }
    });

    private static void Near(double one, double other) => Assert.True(Math.Abs(one - other) <= 1e-9 * Math.Max(one, other), $"{one:R} and {other:R}");
}
