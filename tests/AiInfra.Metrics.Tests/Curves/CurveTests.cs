using AiInfra.Laws;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;
using CsCheck;
using static AiInfra.Metrics.Tests.Metrics.GoldenRows;

namespace AiInfra.Metrics.Tests.Curves;

/// <summary>Values are scikit-learn 1.2.1's on <see cref="AiInfra.Metrics.Tests.Metrics.GoldenRows"/>.</summary>
public class CurveTests
{
    private static readonly Gen<(bool Truth, int Score)[]> Rows = Gen.Select(Gen.Bool, Gen.Int[0, 12]).Array[2, 60].Where(r => r.Any(x => x.Item1) && r.Any(x => !x.Item1));

    [Fact]
    public void RocCurve_DropIntermediate_AsScikitLearn()
    {
        IReadOnlyList<CurvePoint> curve = RocCurve.Of(Truth, Scores, dropIntermediate: true);
        Assert.Equal(29, curve.Count);
        Assert.Equal([0.9695652173913043, 0.8782608695652174, 0.6956521739130435], curve.Skip(1).Take(3).Select(p => p.Threshold));
        Assert.Equal((0.7777777777777778, 1, 0.15217391304347824), (curve[26].X, curve[26].Y, curve[26].Threshold));
    }

    [Fact]
    public void RocCurve_Weighted_AsScikitLearn()
    {
        IReadOnlyList<CurvePoint> curve = RocCurve.Of(Truth, Scores, Weights);
        Assert.Equal(43, curve.Count);
        Assert.Equal(13.127118644067796, curve.Sum(p => p.X), 1e-11);
        Assert.Equal(29.88157894736842, curve.Sum(p => p.Y), 1e-11);
        Assert.Equal(19.78695652173913, curve.Skip(1).Sum(p => p.Threshold), 1e-11);
    }

    [Fact]
    public void PrecisionRecallCurve_Weighted_AsScikitLearn()
    {
        IReadOnlyList<CurvePoint> curve = PrecisionRecallCurve.Of(Truth, Scores, Weights);
        Assert.Equal(43, curve.Count);
        Assert.Equal(30.971431875522505, curve.Sum(p => p.Y), 1e-11);
        Assert.Equal(29.88157894736842, curve.Sum(p => p.X), 1e-11);
    }

    [Fact]
    public void DetectionErrorCurve_GoldenRows_AsScikitLearn()
    {
        IReadOnlyList<CurvePoint> curve = DetectionErrorCurve.Of(Truth, Scores);
        Assert.Equal(25, curve.Count);
        Assert.Equal(5.972222222222222, curve.Sum(p => p.X), 1e-11);
        Assert.Equal(6.166666666666666, curve.Sum(p => p.Y), 1e-11);
        Assert.Equal(12.182608695652172, curve.Sum(p => p.Threshold), 1e-11);
        Assert.Equal(new(0.5, 0, 0.3), curve[^1]);
    }

    [Fact]
    public void DetectionErrorCurve_OneClass_SaysWhich() =>
        Assert.Contains("2 positive rows and 0 negative", Assert.Throws<ArgumentException>(() => DetectionErrorCurve.Of([true, true], [0.1, 0.2])).Message);

    [Fact]
    public void PartialRocAuc_GoldenRows_AsScikitLearn()
    {
        Assert.Equal(0.7993827160493827, PartialRocAuc.Of(Truth, Scores, 0.2).Value, 1e-12);
        Assert.Equal(0.8094671051004423, PartialRocAuc.Of(Truth, Scores, 0.21, PositiveWeights).Value, 1e-12);
        Assert.Equal(0.5 * (1 + ((RocAuc.Of(Truth, Scores).Value - 0.5) / 0.5)), PartialRocAuc.Of(Truth, Scores, 1).Value, 1e-12);
    }

    [Fact]
    public void GainAndLift_FourRows_Known()
    {
        bool[] truth = [true, false, true, false];
        double[] scores = [0.9, 0.8, 0.7, 0.1];
        Assert.Equal([0, 0.5, 0.5, 1, 1], GainCurve.Of(truth, scores).Select(p => p.Y));
        Assert.Equal([2, 1, 4 / 3.0, 1], LiftCurve.Of(truth, scores).Select(p => p.Y));
    }

    [Fact]
    public void RocCurve_AreaUnderIt_IsRocAuc() => Rows.ForAll(rows =>
    {
        bool[] truth = [.. rows.Select(r => r.Truth)];
        double[] scores = [.. rows.Select(r => r.Score / 4.0)];
        foreach (bool drop in new[] { false, true })
        {
            IReadOnlyList<CurvePoint> curve = RocCurve.Of(truth, scores, dropIntermediate: drop);
            double area = curve.Zip(curve.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
            Assert.Equal(RocAuc.Of(truth, scores).Value, area, 1e-12);
        }
    });
}
