using AiInfra.Laws;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Numerics;
using CsCheck;

namespace AiInfra.Metrics.Tests.Metrics;

public class RankedScoresTests
{
    private static readonly double[] Odd = [0.0, -0.0, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 1e-310];
    private static readonly Gen<double> Scores = Gen.OneOf(Gen.Double[-5, 5], Gen.Int[-3, 3].Select(i => (double)i), Gen.Int[0, 6].Select(i => Odd[i]), Gen.Float[0, 1].Select(f => (double)f));

    [Fact]
    public void RadixSort_AnyNumbers_SortsLikeArraySort() => Scores.Array[1400, 4000].ForAll(values =>
    {
        ulong[] keys = [.. values.Select(RadixSort.Key)];
        double[] weights = [.. values.Select(v => v + 0.0)];
        ulong[] withWeights = [.. keys];
        RadixSort.Sort(keys);
        RadixSort.Sort(withWeights, weights);
        double[] sorted = [.. values.Order()];
        Assert.Equal(sorted.Select(v => v + 0.0), keys.Select(RadixSort.Value));
        Assert.Equal(keys, withWeights);
        Assert.Equal(sorted.Select(v => v + 0.0), weights);
    }, count: 40);

    [Fact]
    public void Area_AnyRows_IsTheShareOfPairsWon() => Gen.Select(Gen.Bool, Gen.Int[0, 9], Gen.Int[0, 3]).Array[2, 50].Where(Both).ForAll(rows =>
    {
        double won = 0, pairs = 0;
        foreach ((bool Positive, int Score, int Weight) p in rows.Where(r => r.Item1))
        {
            foreach ((bool Positive, int Score, int Weight) n in rows.Where(r => !r.Item1))
            {
                pairs += p.Weight * n.Weight;
                won += p.Weight * n.Weight * (p.Score > n.Score ? 1 : p.Score == n.Score ? 0.5 : 0);
            }
        }

        Assert.Equal(won / pairs, RocAuc.Of([.. rows.Select(r => r.Item1)], [.. rows.Select(r => (double)r.Item2)], [.. rows.Select(r => (double)r.Item3)]).Value, 1e-12);
    });

    [Fact]
    public void Of_OneSort_ServesManyMetrics()
    {
        RankedScores ranked = RankedScores.Of(GoldenRows.Truth, GoldenRows.Scores);
        Assert.Equal(RocAuc.Of(GoldenRows.Truth, GoldenRows.Scores), RocAuc.Of(ranked));
        Assert.Equal(AveragePrecision.Of(GoldenRows.Truth, GoldenRows.Scores), AveragePrecision.Of(ranked));
        Assert.Equal(new RocAuc().Signature, RocAuc.Of(ranked).Signature);
    }

    [Fact]
    public void Walk_MinusZero_IsZero() => Assert.Equal([new RankedGroup(0, 1, 1)], Walk(RankedScores.Of([true, false], [0.0, -0.0])));

    [Fact]
    public void Builder_WeightedAfterPlain_KeepsBoth()
    {
        var builder = new RankedScoresBuilder();
        builder.AddBatch([true, false], [0.9, 0.1]);
        builder.Add(true, 0.1, 2.5);
        builder.AddBatch([false], [0.9]);
        var other = new RankedScoresBuilder();
        other.Add(false, 0.5);
        builder.Merge(other);
        Assert.Equal([new(0.9, 1, 1), new(0.5, 0, 1), new(0.1, 2.5, 1)], Walk(builder.Build()));
    }

    [Fact]
    public void Order_OfRows_DoesNotMatter()
    {
        var random = new Random(2);
        (bool, double)[] rows = [.. Enumerable.Range(0, 5000).Select(_ => (random.Next(3) == 0, Math.Round(random.NextDouble(), 3)))];
        Score One() => RocAuc.Of([.. rows.Select(r => r.Item1)], [.. rows.Select(r => r.Item2)]);
        Score first = One();
        random.Shuffle(rows);
        Assert.Equal(first, One());
    }

    [Fact]
    public void StandardError_AsDeLong()
    {
        // Placements worked out pair by pair.
        bool[] truth = GoldenRows.Truth;
        double[] s = GoldenRows.Scores;
        double Win(int i, int j) => s[i] > s[j] ? 1 : s[i] == s[j] ? 0.5 : 0;
        int[] pos = [.. Enumerable.Range(0, truth.Length).Where(i => truth[i])], neg = [.. Enumerable.Range(0, truth.Length).Where(i => !truth[i])];
        double[] v = [.. pos.Select(i => neg.Average(j => Win(i, j)))], u = [.. neg.Select(j => pos.Average(i => Win(i, j)))];
        double Var(double[] x) => x.Sum(a => (a - x.Average()) * (a - x.Average())) / (x.Length - 1);
        Assert.Equal(Math.Sqrt((Var(v) / v.Length) + (Var(u) / u.Length)), RankedScores.Of(truth, s).Summary.StandardError, 1e-12);
    }

    private static bool Both((bool, int, int)[] rows) => rows.Any(r => r.Item1 && r.Item3 > 0) && rows.Any(r => !r.Item1 && r.Item3 > 0);

    private static List<RankedGroup> Walk(RankedScores ranked)
    {
        var groups = new List<RankedGroup>();
        foreach (RankedGroup group in ranked)
        {
            groups.Add(group);
        }

        return groups;
    }
}
