using AiInfra.Evaluation;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;

namespace AiInfra.Outside.Tests.Metrics;

public sealed class OwnFamilyTests
{
    [Fact]
    public void Family_OfOnesOwn_IsGatedComparedAndReported()
    {
        MaskOverlap good = Filled(new MaskOverlap(), 0.1, 0), bad = Filled(new MaskOverlap(), 0.5, 1);
        EvaluationPlan plan = new() { Name = "masks", Gate = new GateBuilder().AtLeast("maskOverlap", 0.6, confidence: 0.95).NoWorseThanChampion("maskOverlap").Build() };
        EvaluationReport report = new Evaluator(plan).Run(new ScoreSet { bad, Filled(new MaskDice(), 0.5, 1) }, new ScoreSet { good });
        Assert.All(report.Gate!.Conditions, c => Assert.Equal(Verdict.Fail, c.Verdict));
        Assert.Equal("Masks", Assert.Single(report.Sections).Title);
        Assert.Contains("the worst of 40 pictures", report.ToHtml(), StringComparison.Ordinal);
        Assert.True(ModelComparer.Compare(good, bad).IsShown);
    }

    [Fact]
    public void Halves_Merged_AreTheWhole()
    {
        MaskOverlap whole = new(), first = new(), second = new();
        var random = new Random(3);
        for (int i = 0; i < 40; i++)
        {
            bool[] truth = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble() < 0.5)], predicted = [.. truth.Select(t => random.NextDouble() < 0.2 ? !t : t)];
            whole.Add($"p{i}", truth, predicted, 1 + (i % 3));
            (i < 15 ? first : second).Add($"p{i}", truth, predicted, 1 + (i % 3));
        }

        first.Merge(second);
        Score ours = first.WithInterval(), theirs = whole.WithInterval();
        Assert.Equal(theirs.Value, ours.Value, 1e-12);
        Assert.Equal(theirs.Interval!.Value.Low, ours.Interval!.Value.Low, 1e-12);
        Assert.Equal(whole.Evidence!.Ids!, first.Evidence!.Ids!);
    }

    private static T Filled<T>(T metric, double wrong, int seed)
        where T : MaskMetric
    {
        var random = new Random(seed);
        for (int i = 0; i < 40; i++)
        {
            bool[] truth = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble() < 0.5)];
            metric.Add($"p{i}", truth, [.. truth.Select(t => random.NextDouble() < wrong ? !t : t)]);
        }

        return metric;
    }
}
