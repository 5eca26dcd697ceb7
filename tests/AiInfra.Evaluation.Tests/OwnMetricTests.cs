// <readme> src/AiInfra.Evaluation/README.md 2
using AiInfra.Metrics;
using AiInfra.Metrics.Regression;
// </readme>
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Evaluation.Tests;

/// <summary>A host's own metric is one class; everything else follows.</summary>
public class OwnMetricTests
{
    [Fact]
    public void OwnMetric_InPlanAndGate_HasIntervalAndComparison()
    {
        double[] truth = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 10))];
        PredictionSet champion = PredictionSet.OfValues(truth, [.. truth.Select((t, i) => t + 1 + (i % 3))]);
        PredictionSet candidate = PredictionSet.OfValues(truth, [.. truth.Select((t, i) => t + (i % 2))]);
        EvaluationPlan plan = new EvaluationBuilder("own").Metric(new MeanQuarticError()).Gate(g => g.BetterThanChampion("quartic")).Build();
        EvaluationReport report = new Evaluator(plan).Run(candidate, champion);
        Assert.Equal(0.5, report["quartic"], 1e-12);
        Assert.NotNull(report.Metrics[0].Interval);
        Assert.Equal(Verdict.Pass, report.Gate!.Verdict);
    }

    // <readme> src/AiInfra.Evaluation/README.md 2
    public sealed class MeanQuarticError() : ValueMeanMetric("quartic")
    {
        public override Metric New() => new MeanQuarticError();

        protected override double RowLoss(double truth, double value) => Math.Pow(truth - value, 4);
    }

    // </readme>
}
