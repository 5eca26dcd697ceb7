using AiInfra.Laws;
using AiInfra.Metrics.Statistics;
using CsCheck;
using Test = System.Func<double[], double[], AiInfra.Metrics.Statistics.PairedAlternative, AiInfra.Metrics.Statistics.TwoSampleResult>;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>What holds of every test of two samples, whatever the numbers.</summary>
public class TwoSampleLawTests
{
    private static readonly Dictionary<string, Test> s_ranks = new()
    {
        ["KolmogorovSmirnov, exact"] = (a, b, side) => TwoSample.KolmogorovSmirnov(a, b, KolmogorovMethod.Exact, side),
        ["KolmogorovSmirnov, asymptotic"] = (a, b, side) => TwoSample.KolmogorovSmirnov(a, b, KolmogorovMethod.Asymptotic, side),
        ["MannWhitney"] = (a, b, side) => TwoSample.MannWhitneyU(a, b, side),
        ["MannWhitney, plain"] = (a, b, side) => TwoSample.MannWhitneyU(a, b, side, continuity: false),
        ["MannWhitney, exact"] = (a, b, side) => TwoSample.MannWhitneyU(a, b, side, MannWhitneyMethod.Exact),
        ["MannWhitney, auto"] = (a, b, side) => TwoSample.MannWhitneyU(a, b, side, MannWhitneyMethod.Auto),
    };

    private static readonly Dictionary<string, Test> s_means = new()
    {
        ["Welch"] = (a, b, side) => TwoSample.WelchT(a, b, side),
        ["Student"] = (a, b, side) => TwoSample.StudentT(a, b, side),
        ["permutation"] = (a, b, side) => PermutationTest.TwoSamples(a, b, side, permutations: 500),
    };

    private static readonly Dictionary<string, Test> s_all = s_ranks.Concat(s_means).ToDictionary();

    public static TheoryData<string> Ranks => [.. s_ranks.Keys];

    public static TheoryData<string> All => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void PValue_AnySamples_IsAProbability(string name) => LawSamples.Two(2, 12).ForAll((a, b) =>
    {
        double both = s_all[name](a, b, PairedAlternative.TwoSided).PValue, greater = s_all[name](a, b, PairedAlternative.Greater).PValue, less = s_all[name](a, b, PairedAlternative.Less).PValue;
        Assert.True(both is >= 0 and <= 1 && greater is >= 0 and <= 1 && less is >= 0 and <= 1, $"{both:R}, {greater:R}, {less:R}");

        // One of the sides is at least as likely as not, and two sides are never surer than twice one.
        Assert.True(greater + less >= 1 - 1e-9 || !name.StartsWith("Mann", StringComparison.Ordinal) || name.EndsWith("plain", StringComparison.Ordinal), $"{greater:R} + {less:R}");
        // Those of Kolmogorov and Smirnov for many rows come from two formulas.
        Assert.True(name == "KolmogorovSmirnov, asymptotic" || both >= Math.Min(greater, less) * (1 - 1e-12), $"{both:R} of {greater:R}, {less:R}");
    });

    [Theory]
    [MemberData(nameof(All))]
    public void PValue_SidesSwapped_IsTheSame(string name) => LawSamples.Two(2, 12).Where(Deals(name)).ForAll((a, b) =>
    {
        Near(s_all[name](a, b, PairedAlternative.TwoSided).PValue, s_all[name](b, a, PairedAlternative.TwoSided).PValue);
        Near(s_all[name](a, b, PairedAlternative.Greater).PValue, s_all[name](b, a, PairedAlternative.Less).PValue);
    });

    [Theory]
    [MemberData(nameof(All))]
    public void PValue_RowsInAnotherOrder_IsTheSame(string name) => Gen.Select(LawSamples.Two(2, 12).Where(Deals(name)), Gen.Int).ForAll((samples, seed) =>
    {
        TwoSampleResult one = s_all[name](samples.Item1, samples.Item2, PairedAlternative.TwoSided);
        TwoSampleResult other = s_all[name](LawSamples.Shuffled(samples.Item1, seed), LawSamples.Shuffled(samples.Item2, seed + 1), PairedAlternative.TwoSided);
        Near(one.PValue, other.PValue);
    });

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Result_NumbersBentUpwards_IsTheSame(string name) => LawSamples.Two(1, 12).ForAll((a, b) =>
    {
        double[] order = [.. a.Concat(b).Distinct().Order()];
        double[] Bent(double[] x) => [.. x.Select(v => Math.Pow(2, 900 - (30 * Array.BinarySearch(order, v))) * -1)];
        Assert.Equal(s_all[name](a, b, PairedAlternative.TwoSided), s_all[name](Bent(a), Bent(b), PairedAlternative.TwoSided));
    });

    [Theory]
    [MemberData(nameof(All))]
    public void PValue_AnotherUnit_IsTheSame(string name) => Gen.Select(LawSamples.Two(2, 12), LawSamples.Unit).Where(x => LawSamples.Fit(x.Item2, x.Item1.Item1, x.Item1.Item2)).ForAll((samples, power) =>
    {
        double[] a = [.. samples.Item1.Select(x => Math.ScaleB(x, power))], b = [.. samples.Item2.Select(x => Math.ScaleB(x, power))];
        Near(s_all[name](samples.Item1, samples.Item2, PairedAlternative.TwoSided).PValue, s_all[name](a, b, PairedAlternative.TwoSided).PValue);
    });

    [Fact]
    public void Exact_AllDeals_AreAsOftenAsTheirPValueSays() => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4]).ForAll((n, m) =>
    {
        // Of all deals of 0 to n + m - 1, at most the share p has a p-value of p or less: and for the smallest, exactly.
        List<double> u = [], ks = [];
        for (int deal = 0; deal < 1 << (n + m); deal++)
        {
            if (int.PopCount(deal) == n)
            {
                double[] a = [.. Enumerable.Range(0, n + m).Where(i => (deal & (1 << i)) != 0).Select(i => (double)i)];
                double[] b = [.. Enumerable.Range(0, n + m).Where(i => (deal & (1 << i)) == 0).Select(i => (double)i)];
                u.Add(TwoSample.MannWhitneyU(a, b, PairedAlternative.TwoSided, MannWhitneyMethod.Exact).PValue);
                ks.Add(TwoSample.KolmogorovSmirnov(a, b, KolmogorovMethod.Exact).PValue);
            }
        }

        Assert.All(ks, p => Assert.Equal(ks.Count(q => q <= p * (1 + 1e-9)) / (double)ks.Count, p, 1e-12));
        Assert.All(u, p => Assert.True(u.Count(q => q <= p * (1 + 1e-9)) / (double)u.Count <= p + 1e-12));
    }, count: 20);

    // Random deals are others where the sides are; all deals are all deals.
    private static Func<(double[], double[]), bool> Deals(string name) => name == "permutation" ? s => s.Item1.Length + s.Item2.Length <= 11 : _ => true;

    private static void Near(double one, double other) => Assert.True(Math.Abs(one - other) <= 1e-9 * Math.Max(one, other), $"{one:R} and {other:R}");
}
