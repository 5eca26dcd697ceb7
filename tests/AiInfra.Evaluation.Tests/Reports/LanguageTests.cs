using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Support;

namespace AiInfra.Evaluation.Tests.Reports;

/// <summary>What is kept and sent is the same on every machine, whatever its country.</summary>
public class LanguageTests
{
    [Fact]
    public void Report_HostWithCommaAndOwnMinus_IsWrittenAsEverywhere()
    {
        (string there, string here) = OtherCulture.Of(() =>
        {
            EvaluationReport report = EvaluatorTests.Churn(e => e.Accuracy().RocAuc().LogLoss().SliceBy("site").FairnessBy("site").FindBadSlices()
                .Gate(g => g.AtLeast("accuracy", 0.75).AtMost("logLoss", 1234.5)));
            GateDecision gate = report.Gate!;
            return string.Join('\n', report.ToHtml(), report.ToMarkdown(), report.ToJUnit(), report.ToJson(), gate.ToHtml(), gate.ToMarkdown(), gate.ToJUnit(), gate.Explain());
        });
        Assert.Contains("2026-01-02 03:04 UTC", here, StringComparison.Ordinal);
        Assert.Equal(here, there);
    }

    [Fact]
    public void Numbers_HostWithCommaAndOwnMinus_AreWrittenAsEverywhere()
    {
        double[] truth = [.. Enumerable.Range(0, 300).Select(i => (i % 17) - 8.5)];
        PredictionSet young = PredictionSet.OfValues(truth, [.. truth.Select((t, i) => t + (i % 5 * 0.1) - 0.2)]), old = PredictionSet.OfValues(truth, [.. truth.Select((t, i) => t + (i % 7 * 0.1) - 0.3)]);
        (string there, string here) = OtherCulture.Of(() =>
        {
            var evaluator = new Evaluator(new EvaluationBuilder("price").Build());
            EvaluationReport report = evaluator.Run(young) with { At = default };
            ComparisonReport comparison = evaluator.Compare(young, old) with { At = default };
            return string.Join('\n', report.ToHtml(), report.ToMarkdown(), comparison.ToHtml(), comparison.ToMarkdown(), comparison.Metrics[0].Explain());
        });
        Assert.Contains("-8.5", here, StringComparison.Ordinal);
        Assert.Equal(here, there);
    }
}
