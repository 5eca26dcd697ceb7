using AiInfra.Laws;
using AiInfra.Metrics.Statistics;
using CsCheck;
using Ends = System.Func<double, double, double, AiInfra.Metrics.Statistics.ConfidenceInterval>;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>What holds of every interval and test of shares.</summary>
public class ProportionLawTests
{
    private static readonly Ends[] s_intervals =
    [
        ProportionInterval.Wilson, ProportionInterval.AgrestiCoull, ProportionInterval.Jeffreys, ProportionInterval.Wald, (k, n, c) => ProportionInterval.ClopperPearson((long)k, (long)n, c),
    ];

    private static readonly Func<double, double, double, double, double, ConfidenceInterval>[] s_differences = [ProportionDifference.Newcombe, ProportionDifference.AgrestiCaffo, ProportionDifference.Wald];

    private static readonly Gen<(long, long)> Counts = Gen.OneOf(Gen.Long[1, 20], Gen.Long[1, 3000], Gen.Long[1, 1_000_000_000])
        .SelectMany(n => Gen.OneOf(Gen.Const(0L), Gen.Const(n), Gen.Long[0, Math.Min(n, 5)], Gen.Long[0, n]).Select(k => (k, n)));

    private static readonly Gen<double> Confidence = Gen.OneOf(Gen.Double[0.5, 0.999], Gen.Const(0.95), Gen.Const(0.999999), Gen.Const(0.01));

    [Fact]
    public void Interval_AnyCounts_HoldsTheShareMirrorsAndGrows() => Gen.Select(Counts, Confidence).ForAll((counts, confidence) =>
    {
        (double k, double n) = counts;
        for (int i = 0; i < s_intervals.Length; i++)
        {
            ConfidenceInterval one = s_intervals[i](k, n, confidence), mirror = s_intervals[i](n - k, n, confidence), wider = s_intervals[i](k, n, (1 + confidence) / 2);
            Assert.True(0 <= one.Low && one.Low <= one.High && one.High <= 1, $"{i}: {one}");
            Assert.Equal(1 - mirror.High, one.Low, 1e-9);
            Assert.True(wider.Low <= one.Low && one.High <= wider.High, $"{i}: {one} in {wider}");

            // The middle of Agresti and Coull's is drawn to 1/2, and Jeffreys' is of a posterior.
            Assert.True(i is 1 or 2 || one.Contains(k / n), $"{i}: {one} of {k / n:R}");
        }
    });

    [Fact]
    public void Difference_AnyCounts_MirrorsAndGrows() => Gen.Select(Counts, Counts, Confidence).ForAll((first, second, confidence) =>
    {
        foreach (Func<double, double, double, double, double, ConfidenceInterval> interval in s_differences)
        {
            ConfidenceInterval one = interval(first.Item1, first.Item2, second.Item1, second.Item2, confidence), turned = interval(second.Item1, second.Item2, first.Item1, first.Item2, confidence);
            ConfidenceInterval wider = interval(first.Item1, first.Item2, second.Item1, second.Item2, (1 + confidence) / 2);
            Assert.Equal(-turned.High, one.Low, 1e-12);
            Assert.True(wider.Low <= one.Low && one.Low <= one.High && one.High <= wider.High, $"{one} in {wider}");
        }

        ConfidenceInterval newcombe = ProportionDifference.Newcombe(first.Item1, first.Item2, second.Item1, second.Item2, confidence);
        double difference = ((double)first.Item1 / first.Item2) - ((double)second.Item1 / second.Item2);
        Assert.True(newcombe.Contains(difference) && newcombe.Low >= -1 && newcombe.High <= 1, $"{newcombe} of {difference:R}");
    });

    [Fact]
    public void Tests_AnyCounts_SwapAndMirror() => Gen.Select(Gen.Long[1, 40], Gen.Long[1, 40], Gen.Double[0, 1], Gen.Double[0, 1]).ForAll(drawn =>
    {
        (long n, long m) = (drawn.Item1, drawn.Item2);
        (long a, long b) = ((long)Math.Round(n * drawn.Item3), (long)Math.Round(m * drawn.Item4));
        foreach (Func<long, long, long, long, PairedAlternative, ProportionTestResult> test in (Func<long, long, long, long, PairedAlternative, ProportionTestResult>[])
            [(k, t, l, u, side) => ProportionTest.Z(k, t, l, u, side), ProportionTest.FisherExact])
        {
            double both = test(a, n, b, m, PairedAlternative.TwoSided).PValue, greater = test(a, n, b, m, PairedAlternative.Greater).PValue, less = test(a, n, b, m, PairedAlternative.Less).PValue;
            Assert.True(both is >= 0 and <= 1 && greater is >= 0 and <= 1 && greater + less >= 1 - 1e-9, $"{both:R}, {greater:R}, {less:R}");
            Assert.Equal(both, test(b, m, a, n, PairedAlternative.TwoSided).PValue, 1e-9);
            Assert.Equal(both, test(n - a, n, m - b, m, PairedAlternative.TwoSided).PValue, 1e-9);
            Assert.Equal(greater, test(b, m, a, n, PairedAlternative.Less).PValue, 1e-9);
        }
    });

    [Fact]
    public void ChiSquare_AnyTable_CellsAndRowsInAnyOrder() => Gen.Select(Gen.Int[0, 9].Array[2, 8], Gen.Int[0, 9], Gen.Int, Gen.Bool).ForAll(drawn =>
    {
        double[] first = [.. drawn.Item1.Select(x => (double)x)], second = [.. first.Select((x, i) => (double)((((int)x * 7) + drawn.Item2 + i) % 10))];
        if (first.Sum() == 0 || second.Sum() == 0)
        {
            return;
        }

        TwoSampleResult one = TwoSample.ChiSquare(first, second, drawn.Item4), swapped = TwoSample.ChiSquare(second, first, drawn.Item4);
        TwoSampleResult shuffled = TwoSample.ChiSquare(LawSamples.Shuffled(first, drawn.Item3), LawSamples.Shuffled(second, drawn.Item3), drawn.Item4);
        Assert.True(one.PValue is >= 0 and <= 1, one.ToString());
        Assert.Equal(one.Statistic, swapped.Statistic, 1e-9);
        Assert.Equal(one.PValue, shuffled.PValue, 1e-9);
        Assert.Equal(one.Statistic, shuffled.Statistic, 1e-9);
    });

    [Fact]
    public void Corrections_AnyPValues_AreOrderedAndMoveWithTheirQuestion() => Gen.Select(Gen.OneOf(Gen.Double[0, 1], Gen.Const(0.0), Gen.Const(1.0), Gen.Const(0.05), Gen.Double[0, 1].Select(p => p * 1e-300)).Array[1, 12], Gen.Int).ForAll((p, seed) =>
    {
        double[] bonferroni = PValueCorrection.Bonferroni(p), holm = PValueCorrection.Holm(p), hochberg = PValueCorrection.BenjaminiHochberg(p), yekutieli = PValueCorrection.BenjaminiYekutieli(p);
        for (int i = 0; i < p.Length; i++)
        {
            Assert.True(p[i] <= hochberg[i] * (1 + 1e-14) && hochberg[i] <= yekutieli[i] && hochberg[i] <= holm[i] * (1 + 1e-14) && holm[i] <= bonferroni[i] && bonferroni[i] <= 1 && yekutieli[i] <= 1, $"{p[i]:R}: {hochberg[i]:R}, {yekutieli[i]:R}, {holm[i]:R}, {bonferroni[i]:R}");
        }

        foreach (Func<double[], double[]> correct in (Func<double[], double[]>[])[x => PValueCorrection.Bonferroni(x), x => PValueCorrection.Holm(x), x => PValueCorrection.BenjaminiHochberg(x), x => PValueCorrection.BenjaminiYekutieli(x)])
        {
            Assert.Equal(LawSamples.Shuffled(correct(p), seed), correct(LawSamples.Shuffled(p, seed)));
        }
    });
}
