using AiInfra.Laws;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Clustering;
using AiInfra.Metrics.Multilabel;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Uncertainty;
using CsCheck;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>Laws of every metric of rows, those included that come later.</summary>
public class EveryMetricLawTests
{
    // A quantile without weights is interpolated, one with them is not, as in scikit-learn.
    private static readonly Type[] s_otherwiseWeighted = [typeof(D2Pinball), typeof(D2AbsoluteError)];

    [Fact]
    public void Merge_BatchesInAnyOrder_IsOneShot() => Gen.Select(Gen.Int[1, 30], Gen.Int[1, 4], Gen.Int).ForAll((count, parts, seed) =>
    {
        LawRows rows = LawRows.Drawn(count, seed, 0, 1, 2, 3, 1);
        var random = new Random(seed);
        int[] owner = [.. Enumerable.Range(0, count).Select(_ => random.Next(parts))];
        ScoredMetric[] whole = Metrics();
        ScoredMetric[][] shares = [.. Enumerable.Range(0, parts).Select(_ => Metrics())];
        random.Shuffle(shares);
        for (int m = 0; m < whole.Length; m++)
        {
            rows.GiveTo(whole[m]);
            for (int p = 0; p < parts; p++)
            {
                rows.At(Enumerable.Range(0, count).Where(i => owner[i] == p)).GiveTo(shares[p][m]);
            }

            for (int p = 1; p < parts; p++)
            {
                Merge(shares[0][m], shares[p][m]);
            }

            Same(whole[m].Result(), shares[0][m].Result());
        }
    });

    [Fact]
    public void Merge_FractionsOfWeights_IsOneShot() => Gen.Select(Gen.Int[2, 30], Gen.Int).ForAll((count, seed) =>
    {
        LawRows rows = LawRows.Drawn(count, seed, 0, 0.1, 0.3, 1, 2.7);
        ScoredMetric[] whole = [.. Metrics().Where(m => m is not ClusterMetric)], left = [.. Metrics().Where(m => m is not ClusterMetric)], right = [.. Metrics().Where(m => m is not ClusterMetric)];
        for (int m = 0; m < whole.Length; m++)
        {
            // Where a bin or a median ends depends on the last bit of a sum.
            if (whole[m] is MedianAbsoluteError or D2Pinball or D2AbsoluteError)
            {
                continue;
            }

            rows.GiveTo(whole[m]);
            rows.At(Enumerable.Range(0, count / 2)).GiveTo(left[m]);
            rows.At(Enumerable.Range(count / 2, count - (count / 2))).GiveTo(right[m]);
            Merge(right[m], left[m]);
            Same(whole[m].Result(), right[m].Result());
        }
    });

    [Fact]
    public void Add_WeightOfThree_IsRowThreeTimes() => Gen.Select(Gen.Int[2, 20], Gen.Int).ForAll((count, seed) =>
    {
        LawRows rows = LawRows.Drawn(count, seed, 0, 1, 2, 3), repeated = rows.Repeated();
        ScoredMetric[] weighted = [.. Metrics().Where(m => !s_otherwiseWeighted.Contains(m.GetType()))], plain = [.. Metrics().Where(m => !s_otherwiseWeighted.Contains(m.GetType()))];
        for (int m = 0; m < weighted.Length; m++)
        {
            rows.GiveTo(weighted[m]);
            repeated.GiveTo(plain[m]);
            Score a = plain[m].Result(), b = weighted[m].Result();
            Assert.True(a.Count < 2 || b.Count < 2 || Near(a.Value, b.Value, 1e-9), $"{a.Signature}: {a.Value:R} repeated, {b.Value:R} weighted");
        }
    });

    [Fact]
    public void AddBatch_BadLastRow_NothingIsAdded() => Assert.All(LawRows.Takers(), metric =>
    {
        int[] labels = [0, 1, -1];
        double[] good = [1, 2, 3], bad = [1, 2, double.NaN], six = [1, 2, 1, 2, 1, double.NaN];
        LabelMatrix matrix = new([true, false, true], 1);
        Assert.ThrowsAny<ArgumentException>(() =>
        {
            switch (metric)
            {
                case LabelMetric m: m.AddBatch([0, 1, 1], labels); break;
                case ProbabilityMetric m: m.AddBatch([0, 1, 1], [0.5, 0.5, 0.5, 0.5, 0.5, 1.5], 2); break;
                case ScoreMetric m: m.AddBatch([true, false, true], [0.1, 0.2, double.NaN]); break;
                case ValueMetric m: m.AddBatch(good, bad); break;
                case LabelSetMetric m: m.AddBatch(matrix, matrix, [1, 1, -1]); break;
                case LabelScoreMetric m: m.AddBatch(matrix, bad); break;
                case ClusterMetric m: m.AddBatch([0, 1, 1], [0, 1, 1], [1, 1, -1]); break;
                case IntervalMetric m: m.AddBatch(good, [0, 1, 2], [1, 2, 1]); break;
                case DistributionMetric m: m.AddBatch(good, six); break;
                case RankingMetric m: m.Add([1, 0, -1], good); break;
                case ErrorRateMetric m: m.AddBatch([["a"], ["b"], ["d", "e"]], ["a", "b c", "d"]); break;
                case TextMetric m: m.AddBatch([["a"], ["b"], ["d", "\uD800"]], ["a", "b c", "d"]); break;
                default: ((Metric)metric).Add(new Outcome { Weight = -1, Probabilities = [0.5, 0.5] }); break;
            }
        });
        Assert.Equal(0, metric.Result().Count);
        Assert.True(double.IsNaN(metric.Result().Value));
    });

    [Fact]
    public void Add_BadRow_IsNotCounted() => Assert.All(EveryMetricTests.All().OfType<IMetric>(), metric =>
    {
        metric.Add(new Outcome { Label = 1, Predicted = 1, Probabilities = [0.5, 0.5], Truth = 1, Value = 1, Weight = 1 });
        int refused = 0;
        foreach (double[] probabilities in (double[][])[[0.5, double.NaN], [0.5, 1.5], [0.25, 0.25, 0.5], []])
        {
            refused += Refuses(metric, new Outcome { Label = -1, Predicted = 1, Probabilities = probabilities, Truth = double.NaN, Value = 1, Weight = 1 });
            refused += Refuses(metric, new Outcome { Label = 1, Predicted = 1, Probabilities = probabilities, Truth = -2, Value = double.PositiveInfinity, Weight = 1 });
            refused += Refuses(metric, new Outcome { Label = 1, Predicted = 1, Probabilities = [0.5, 0.5], Truth = 1, Value = 1, Weight = -1 });
        }

        Assert.Equal(13 - refused, metric.Result().Count);
    });

    private static int Refuses(IMetric metric, in Outcome outcome)
    {
        try
        {
            metric.Add(outcome);
            return 0;
        }
        catch (ArgumentException)
        {
            return 1;
        }
    }

    private static ScoredMetric[] Metrics() => [.. LawRows.Takers().Where(m => m is not TextMetric)];

    private static void Merge(ScoredMetric to, ScoredMetric from)
    {
        switch (to)
        {
            case IMetric m: m.Merge((IMetric)from); break;
            case MultilabelMetric m: m.Merge((MultilabelMetric)from); break;
            case ClusterMetric m: m.Merge((ClusterMetric)from); break;
            case UncertaintyMetric m: m.Merge((UncertaintyMetric)from); break;
            default: ((RankingMetric)to).Merge((RankingMetric)from); break;
        }
    }

    private static void Same(Score whole, Score merged)
    {
        Assert.True(Near(whole.Value, merged.Value, 1e-9), $"{whole.Signature}: {whole.Value:R} whole, {merged.Value:R} merged");
        Assert.Equal((whole.Signature, whole.Count, whole.Undefined), (merged.Signature, merged.Count, merged.Undefined));
        Assert.True(whole.Interval is null == merged.Interval is null, $"{whole.Signature}: {whole} whole, {merged} merged");
        if (whole.Interval is { } a && merged.Interval is { } b)
        {
            Assert.True(Near(a.Low, b.Low, 1e-6) && Near(a.High, b.High, 1e-6), $"{whole.Signature}: {a} whole, {b} merged");
        }
    }

    private static bool Near(double a, double b, double tolerance) => a.Equals(b) || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
}
