using AiInfra.Laws;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using CsCheck;
using static AiInfra.Metrics.Tests.Metrics.GoldenRows;

namespace AiInfra.Metrics.Tests.Calibration;

/// <summary>Golden values are worked out with NumPy from the definitions.</summary>
public class CalibrationErrorTests
{
    private static readonly Gen<(bool Truth, int P, int W)[]> Rows = Gen.Select(Gen.Bool, Gen.Int[0, 20], Gen.Int[0, 3]).Array[2, 60].Where(r => r.Any(x => x.Item3 > 0));

    [Fact]
    public void Top_Weighted_Known()
    {
        Assert.Equal(0.19257758097516073, ExpectedCalibrationError.Of(Truth3, Probabilities3, 3, 15, Weights).Value, 1e-12);
        Assert.Equal(0.6666666666666667, MaximumCalibrationError.Of(Truth3, Probabilities3, 3, 15, Weights).Value, 1e-12);
        Assert.Equal(0.20509734705276003, DebiasedCalibrationError.Of(Truth3, Probabilities3, 3, 15, Weights).Value, 1e-12);
    }

    [Fact]
    public void Positive_TenBins_Known()
    {
        Assert.Equal(0.1060144927536232, ExpectedCalibrationError.Of(Truth, Scores, 10, target: CalibrationTarget.Positive).Value, 1e-12);
        Assert.Equal(0.2891304347826087, MaximumCalibrationError.Of(Truth, Scores, 10, target: CalibrationTarget.Positive).Value, 1e-12);
    }

    [Fact]
    public void Classwise_Weighted_Known()
    {
        Assert.Equal(0.16737877587072422, ExpectedCalibrationError.Of(Truth3, Probabilities3, 3, 15, Weights, CalibrationTarget.Classwise).Value, 1e-12);
        Assert.Equal(0.6068343616516374, MaximumCalibrationError.Of(Truth3, Probabilities3, 3, 15, Weights, CalibrationTarget.Classwise).Value, 1e-12);
    }

    [Theory]
    [InlineData(0.3, 2)]
    [InlineData(0.30000000000000004, 2)]
    [InlineData(0.3000000000000001, 3)]
    [InlineData(0.0, 0)]
    [InlineData(0.1, 0)]
    [InlineData(1.0, 9)]
    public void Uniform_OnAnEdge_BelongsBelow(double probability, int bin) => Assert.Equal(bin, BinEdges.Uniform(probability, 10));

    [Fact]
    public void EqualMass_NoTies_EqualCounts()
    {
        double[] p = [.. Enumerable.Range(0, 100).Select(i => i * i / 10000.0)];
        Assert.All(BinEdges.EqualMass(p, new bool[100], default, 8), b => Assert.InRange(b.Weight, 12, 13));
    }

    [Fact]
    public void Adaptive_Signature_SaysSo() =>
        Assert.Equal("ece|bins:15|equal:mass|of:top|version:1", ExpectedCalibrationError.Of(Truth, Scores, strategy: BinStrategy.Quantile).Signature);

    [Fact]
    public void Debiased_SingleRowsInBins_AreCounted()
    {
        Score score = DebiasedCalibrationError.Of([true, false, true], [0.1, 0.5, 0.9], 10, target: CalibrationTarget.Positive);
        Assert.True(double.IsNaN(score.Value) && score.Undefined == 3);
    }

    [Fact]
    public void Debiased_CalibratedModel_NearZeroWhereEceIsNot()
    {
        var random = new Random(7);
        double[] p = [.. Enumerable.Range(0, 600).Select(_ => random.NextDouble())];
        bool[] truth = [.. p.Select(q => random.NextDouble() < q)];
        Assert.True(DebiasedCalibrationError.Of(truth, p, 30, target: CalibrationTarget.Positive).Value < 0.5 * ExpectedCalibrationError.Of(truth, p, 30, target: CalibrationTarget.Positive).Value);
    }

    [Fact]
    public void Positive_ThreeClasses_Refused() => Assert.Contains("second of two classes", Assert.Throws<ArgumentException>(() => ExpectedCalibrationError.Of([0], [0.2, 0.3, 0.5], 3, 10, target: CalibrationTarget.Positive)).Message);

    [Fact]
    public void BrierDecomposition_AnyBins_AddsUp() => Gen.Select(Rows, Gen.Int[0, 12]).ForAll((rows, bins) =>
    {
        bool[] truth = [.. rows.Select(r => r.Truth)];
        double[] p = [.. rows.Select(r => r.P / 20.0)], w = [.. rows.Select(r => (double)r.W)];
        BrierDecomposition parts = BrierDecomposition.Of(truth, p, bins, w);
        Assert.Equal(parts.Brier, parts.Reliability - parts.Resolution + parts.Uncertainty + parts.WithinVariance - parts.WithinCovariance, 1e-12);
        Assert.Equal(BrierScore.Of(truth, p, w).Value, parts.Brier, 1e-12);
    });

    [Fact]
    public void BrierDecomposition_DistinctProbabilities_NothingWithin()
    {
        BrierDecomposition parts = BrierDecomposition.Of(Truth, Scores, 0);
        Assert.Equal((0, 0), (parts.WithinVariance, parts.WithinCovariance));
        Assert.Equal("brierDecomposition|bins:distinct|version:1", parts.Signature);
    }

    [Fact]
    public void ReliabilityCurve_ConfidenceAsked_IntervalsContainShares() =>
        Assert.All(ReliabilityCurve.Of(Truth, Scores, 5, weights: Weights, confidence: 0.9), b => Assert.True(b.Interval!.Value.Contains(b.FractionPositive)));

    [Fact]
    public void ReliabilityCurve_Weights_AreRowsRepeated() => Rows.ForAll(rows =>
    {
        var repeated = rows.SelectMany(r => Enumerable.Repeat(r, r.W)).ToArray();
        IReadOnlyList<ReliabilityBin> a = ReliabilityCurve.Of([.. rows.Select(r => r.Truth)], [.. rows.Select(r => r.P / 20.0)], 6, weights: [.. rows.Select(r => (double)r.W)]);
        IReadOnlyList<ReliabilityBin> b = ReliabilityCurve.Of([.. repeated.Select(r => r.Truth)], [.. repeated.Select(r => r.P / 20.0)], 6);
        Assert.All(a.Zip(b), pair => Assert.Equal(pair.Second.FractionPositive, pair.First.FractionPositive, 1e-12));
        Assert.Equal(b.Count, a.Count);
    });
}
