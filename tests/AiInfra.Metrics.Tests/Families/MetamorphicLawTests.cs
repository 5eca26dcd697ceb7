using AiInfra.Laws;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using CsCheck;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>What a change of the rows that changes nothing, or all alike, does to a metric: other units, other names of the classes, weights of very different size.</summary>
public class MetamorphicLawTests
{
    private static readonly Gen<(double, double, double)[]> Numbers = Gen.Select(Gen.Int[1, 40].Select(i => i / 8.0), Gen.Int[1, 40].Select(i => i / 8.0), Gen.Int[-3, 3].Select(e => Math.Pow(10, e))).Array[3, 25];

    private static readonly Gen<(int, int, double)[]> Classes = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[-3, 3].Select(e => Math.Pow(10, e))).Array[1, 25];

    // Errors take the unit of the numbers.
    private static readonly Func<double[], double[], double[], Score>[] s_errors =
    [
        (t, p, w) => MeanAbsoluteError.Of(t, p, w), (t, p, w) => RootMeanSquaredError.Of(t, p, w), (t, p, w) => MedianAbsoluteError.Of(t, p, w), (t, p, _) => MaxError.Of(t, p),
    ];

    // These have none.
    private static readonly Func<double[], double[], double[], Score>[] s_pure =
    [
        (t, p, w) => RSquared.Of(t, p, w), (t, p, w) => ExplainedVariance.Of(t, p, w), (t, p, w) => PearsonCorrelation.Of(t, p, w), (t, p, w) => SpearmanCorrelation.Of(t, p, w),
        (t, p, w) => KendallTau.Of(t, p, w), (t, p, w) => ConcordanceCorrelation.Of(t, p, w),
    ];

    private static readonly Func<int[], int[], double[], Score>[] s_classes =
    [
        (t, p, w) => Accuracy.Of(t, p, 4, w), (t, p, w) => BalancedAccuracy.Of(t, p, 4, w), (t, p, w) => MatthewsCorrelation.Of(t, p, 4, w), (t, p, w) => CohenKappa.Of(t, p, 4, KappaWeights.None, w),
        (t, p, w) => FScore.Of(t, p, Average.Macro, ZeroDivision.Zero, 4, w), (t, p, w) => FScore.Of(t, p, Average.Weighted, ZeroDivision.Zero, 4, w), (t, p, w) => Precision.Of(t, p, Average.Micro, ZeroDivision.Zero, 4, w),
        (t, p, w) => JaccardIndex.Of(t, p, classes: 4, weights: w),
    ];

    [Fact]
    public void Values_AnotherUnit_ErrorsTakeItAndTheRestIsTheSame() => Gen.Select(Numbers, Gen.Int[-400, 400]).ForAll((rows, power) =>
    {
        double[] t = [.. rows.Select(r => r.Item1)], p = [.. rows.Select(r => r.Item2)], w = [.. rows.Select(r => r.Item3)];
        double[] t2 = [.. t.Select(x => Math.ScaleB(x, power))], p2 = [.. p.Select(x => Math.ScaleB(x, power))];
        foreach (var metric in s_errors)
        {
            Score one = metric(t, p, w), other = metric(t2, p2, w);
            Near(one.Value, Math.ScaleB(other.Value, -power), one.Signature);
        }

        foreach (var metric in s_pure)
        {
            Score one = metric(t, p, w), other = metric(t2, p2, w);
            Near(one.Value, other.Value, one.Signature);
        }
    });

    [Fact]
    public void Values_RowsInAnotherOrderAndWeightsInAnotherUnit_SameValue() => Gen.Select(Numbers, Gen.Int, Gen.Int[-30, 30]).ForAll((rows, seed, power) =>
    {
        (double, double, double)[] shuffled = [.. rows];
        new Random(seed).Shuffle(shuffled);
        foreach (var metric in s_errors.Concat(s_pure))
        {
            Score one = metric([.. rows.Select(r => r.Item1)], [.. rows.Select(r => r.Item2)], [.. rows.Select(r => r.Item3)]);
            Score other = metric([.. shuffled.Select(r => r.Item1)], [.. shuffled.Select(r => r.Item2)], [.. shuffled.Select(r => Math.ScaleB(r.Item3, power))]);

            // Rank correlations take a weight as that many rows, and a median ends where a sum of weights does.
            if (!one.Signature.StartsWith("spearman", StringComparison.Ordinal) && !one.Signature.StartsWith("median", StringComparison.Ordinal))
            {
                Near(one.Value, other.Value, one.Signature);
            }
        }
    });

    [Fact]
    public void Values_SidesSwapped_SymmetricOnesAreTheSame() => Numbers.ForAll(rows =>
    {
        double[] t = [.. rows.Select(r => r.Item1)], p = [.. rows.Select(r => r.Item2)], w = [.. rows.Select(r => r.Item3)];
        foreach (var metric in s_errors.Concat(s_pure.Skip(2)))
        {
            Near(metric(t, p, w).Value, metric(p, t, w).Value, metric(t, p, w).Signature);
        }
    });

    [Fact]
    public void Classes_OtherNamesAndOrder_SameValue() => Gen.Select(Classes, Gen.Int).ForAll((rows, seed) =>
    {
        var random = new Random(seed);
        int[] names = [0, 1, 2, 3];
        random.Shuffle(names);
        (int, int, double)[] shuffled = [.. rows];
        random.Shuffle(shuffled);
        foreach (var metric in s_classes)
        {
            Score one = metric([.. rows.Select(r => r.Item1)], [.. rows.Select(r => r.Item2)], [.. rows.Select(r => r.Item3)]);
            Score other = metric([.. shuffled.Select(r => names[r.Item1])], [.. shuffled.Select(r => names[r.Item2])], [.. shuffled.Select(r => r.Item3 * 4)]);
            Near(one.Value, other.Value, one.Signature);
            Assert.Equal((one.Count, one.Undefined), (other.Count, other.Undefined));
        }
    });

    [Fact]
    public void Scores_SidesSwappedOrBent_AreasFollow() => Gen.Select(Gen.Bool, Gen.Int[0, 12], Gen.Int[-3, 3].Select(e => Math.Pow(10, e))).Array[2, 30].Where(r => r.Any(x => x.Item1) && r.Any(x => !x.Item1)).ForAll(rows =>
    {
        bool[] truth = [.. rows.Select(r => r.Item1)];
        double[] scores = [.. rows.Select(r => r.Item2 / 16.0)], w = [.. rows.Select(r => r.Item3)];
        double[] bent = [.. rows.Select(r => Math.Pow(10, r.Item2 - 300))];
        double area = RocAuc.Of(truth, scores, w).Value;
        Assert.Equal(area, RocAuc.Of(truth, bent, w).Value, 1e-12);
        Assert.Equal(area, 1 - RocAuc.Of([.. truth.Select(t => !t)], scores, w).Value, 1e-9);
        Assert.Equal(area, 1 - RocAuc.Of(truth, [.. scores.Select(s => -s)], w).Value, 1e-9);
        Assert.Equal(AveragePrecision.Of(truth, scores, w).Value, AveragePrecision.Of(truth, bent, w).Value, 1e-12);
    });

    private static void Near(double one, double other, string signature) =>
        Assert.True(one.Equals(other) || Math.Abs(one - other) <= 1e-7 * Math.Max(1, Math.Max(Math.Abs(one), Math.Abs(other))), $"{signature}: {one:R} and {other:R}");
}
