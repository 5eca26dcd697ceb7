using AiInfra.Laws;
using AiInfra.Metrics.Statistics;
using CsCheck;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>Distances are distances: none of a sample to itself, the same from both sides, no detour is shorter.</summary>
public class DivergenceLawTests
{
    private static readonly Gen<(double[], double[], double[])> Samples = Gen.OneOf(
        Gen.Select(LawSamples.Tied.Array[1, 9], LawSamples.Tied.Array[1, 9], LawSamples.Tied.Array[1, 9]),
        Gen.Select(LawSamples.Mixed.Array[1, 9], LawSamples.Mixed.Array[1, 9], LawSamples.Mixed.Array[1, 9]),
        Gen.Select(LawSamples.Far.Array[1, 9], LawSamples.Far.Array[1, 9], LawSamples.Far.Array[1, 9]));

    private static readonly Gen<double> Weight = Gen.OneOf(Gen.Int[0, 4].Select(i => (double)i), Gen.Double[0, 1], Gen.Select(Gen.Double[0, 1], Gen.Int[-300, 290]).Select((x, e) => x * Math.Pow(10, e)));

    private static readonly Gen<(double[], double[], double[])> Cells = Gen.Select(Weight.Array[5], Weight.Array[5], Weight.Array[5]).Where(w => w.Item1.Sum() > 0 && w.Item2.Sum() > 0 && w.Item3.Sum() > 0);

    [Fact]
    public void OfSamples_IsADistance() => Samples.ForAll((a, b, c) =>
    {
        foreach (Func<double[], double[], double> distance in (Func<double[], double[], double>[])[(x, y) => Divergence.Wasserstein(x, y), (x, y) => Divergence.EnergyDistance(x, y)])
        {
            double ab = distance(a, b), bc = distance(b, c), ac = distance(a, c);
            Assert.True(distance(a, LawSamples.Shuffled(a, 1)) == 0 && ab >= 0, $"{ab}");
            Assert.Equal(ab, distance(b, a));
            Assert.True(ac <= (ab + bc) * (1 + 1e-9), $"{ac:R} > {ab:R} + {bc:R}");
            Assert.Equal(ab, distance([.. a, .. a], [.. b, .. b]), 1e-9 * ab);
        }
    });

    [Fact]
    public void OfSamples_Weighted_IsRowsRepeated() => Gen.Select(LawSamples.Two(1, 8), Gen.Int).ForAll((samples, seed) =>
    {
        var random = new Random(seed);
        (double[] a, double[] b) = samples;
        double[] u = [.. a.Select(_ => (double)random.Next(4))], v = [.. b.Select(_ => (double)random.Next(4))];
        (u[0], v[^1]) = (2, 1);
        double[] repeatedA = [.. a.SelectMany((x, i) => Enumerable.Repeat(x, (int)u[i]))], repeatedB = [.. b.SelectMany((x, i) => Enumerable.Repeat(x, (int)v[i]))];
        double size = repeatedA.Concat(repeatedB).Max() - repeatedA.Concat(repeatedB).Min();
        Assert.Equal(Divergence.Wasserstein(repeatedA, repeatedB), Divergence.Wasserstein(a, u, b, v), 1e-12 * size);
        Assert.Equal(Math.Pow(Divergence.EnergyDistance(repeatedA, repeatedB), 2), Math.Pow(Divergence.EnergyDistance(a, u, b, v), 2), 1e-12 * size);
    });

    [Fact]
    public void JensenShannon_AnyWeights_IsADistanceUpToOne() => Cells.ForAll((p, q, r) =>
    {
        double pq = Divergence.JensenShannonDistance(p, q), qr = Divergence.JensenShannonDistance(q, r), pr = Divergence.JensenShannonDistance(p, r);
        Assert.True(pq is >= 0 and <= 1 + 1e-12, $"{pq:R}");
        Assert.Equal(pq, Divergence.JensenShannonDistance(q, p), 1e-12);
        Assert.True(pr <= pq + qr + 1e-7, $"{pr:R} > {pq:R} + {qr:R}");
        Assert.Equal(0, Divergence.JensenShannonDistance(p, p), 1e-7);
        Assert.Equal(pq, Divergence.JensenShannonDistance([.. p.Select(x => x * 8)], q), 1e-7);
    });

    [Fact]
    public void OfCells_AnyWeights_NeverBelowZero() => Cells.ForAll((p, q, _) =>
    {
        Assert.True(Divergence.KlDivergence(p, q) >= -1e-12);
        Assert.True(Divergence.PopulationStability(p, q) >= 0);
        Assert.Equal(0, Divergence.PopulationStability(p, p), 1e-12);
        Assert.Equal(Divergence.PopulationStability(p, q), Divergence.PopulationStability(q, p), 1e-9);
    });
}
