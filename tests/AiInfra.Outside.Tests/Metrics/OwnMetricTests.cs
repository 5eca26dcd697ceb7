using AiInfra.Evaluation;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Outside.Tests.Metrics;

public sealed class OwnMetricTests
{
    [Fact]
    public void Metric_OfOnesOwn_IsReportedGatedAndComparedWithTheChampion()
    {
        double[] truth = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 10))];
        PredictionSet worse = PredictionSet.OfValues(truth, [.. truth.Select((t, i) => t - 1 - (i % 3))]), better = PredictionSet.OfValues(truth, [.. truth.Select((t, i) => t + (i % 2))]);
        EvaluationPlan plan = new EvaluationBuilder("own").Metric(new ShortageCost()).Gate(g => g.NoWorseThanChampion("shortageCost").AtMost("shortageCost", 1, confidence: 0.95)).Build();
        EvaluationReport refused = new Evaluator(plan).Run(worse, better), released = new Evaluator(plan).Run(better, worse);
        Assert.All(refused.Gate!.Conditions, c => Assert.Equal(Verdict.Fail, c.Verdict));
        Assert.Equal(Verdict.Pass, released.Gate!.Verdict);
        Assert.Equal(0.5, released["shortageCost"], 1e-12);
        Assert.NotNull(released.Metrics[0].Interval);
    }
}
