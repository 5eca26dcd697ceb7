// <readme> src/AiInfra.Evaluation/README.md 1
using AiInfra.Evaluation;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>The code of the package's README, run; its metric of one's own is in <c>OwnMetricTests</c>.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public void Readme_Example_Runs()
    {
        // <readme> src/AiInfra.Evaluation/README.md 1
        var labels = new ClassLabels(["stays", "leaves"]);
        int[] truth = [0, 1, 1, 0, 1, 0];
        PredictionSet champion = PredictionSet.OfScores(labels, truth, [0.4, 0.6, 0.3, 0.2, 0.8, 0.7]);
        PredictionSet candidate = PredictionSet.OfScores(labels, truth, [0.2, 0.7, 0.6, 0.1, 0.9, 0.4]);

        Score auc = RocAuc.Of([false, false, true, true], [0.1, 0.4, 0.35, 0.8]);          // one number, with n, interval, signature
        EvaluationPlan plan = new EvaluationBuilder("churn").Accuracy().RocAuc()
            .Gate(g => g.AtLeast("rocAuc", 0.7).NoWorseThanChampion("accuracy", margin: 0.01)).Build();
        EvaluationReport report = new Evaluator(plan).Run(candidate, champion);            // a record: ToJson, ToMarkdown, ToHtml
        GateDecision decision = new GateBuilder().BetterThanChampion(new Accuracy()).Build().Decide(candidate, champion);
        Console.WriteLine(decision.Explain());                                              // six rows are not enough evidence, and it says so
        // </readme>

        Assert.Equal((0.75, 1.0), (auc.Value, report["rocAuc"]));
        Assert.Equal(Verdict.NotEnoughEvidence, decision.Verdict);
    }
}
