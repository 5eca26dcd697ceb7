// <readme> docs/metrics/classification.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;
// </readme>

namespace Docs;

/// <summary>The code of docs/metrics/classification.md, run.</summary>
public sealed class ClassificationDocTests
{
    [Fact]
    public void Classification_Example_Runs()
    {
        // <readme> docs/metrics/classification.md 1
        bool[] truth = [false, false, true, true];
        double[] scores = [0.1, 0.4, 0.35, 0.8];
        RankedScores ranked = RankedScores.Of(truth, scores);              // one sort
        Score auc = RocAuc.Of(ranked), ap = AveragePrecision.Of(ranked);   // 0.75, 0.8333
        IReadOnlyList<CurvePoint> roc = RocCurve.Of(ranked);
        ThresholdChoice cut = DecisionThreshold.LeastCost(ranked, new CostMatrix(FalsePositive: 1, FalseNegative: 5));

        var stream = new RocAuc();
        stream.AddBatch(truth, scores);                                    // 512 rows at a time, merge parts, ask any time
        // </readme>

        Assert.Equal((0.75, 0.8333, 0.75), (auc.Value, Math.Round(ap.Value, 4), stream.Result().Value));
        Assert.Equal((5, 0), (roc.Count, cut.Counts.FalseNegatives));
    }
}
