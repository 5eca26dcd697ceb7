using AiInfra.Evaluation;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Support;

namespace AiInfra.Testing.Tests;

public class ComparisonAssertionsTests
{
    [Fact]
    public void ShouldBeShown_ClearlyBetter_Passes() => Compare(60, 20).ShouldBeShown();

    [Fact]
    public void ShouldBeShown_HardlyBetter_TellsTheRowsNeeded() =>
        Assert.Contains("more rows", Assert.Throws<ModelAssertionException>(() => Compare(21, 20).ShouldBeShown()).Message);

    [Fact]
    public void ShouldBeShown_Worse_SaysSo() =>
        Assert.Contains("is shown not to be", Assert.Throws<ModelAssertionException>(() => Compare(20, 60).ShouldBeShown()).Message);

    [Fact]
    public void ShouldNotBeWorse_SameModel_Passes() => Report(20, 20).ShouldNotBeWorse();

    [Fact]
    public void ShouldNotBeWorse_Worse_ListsTheMetric() =>
        Assert.Contains("accuracy 0.7", Assert.Throws<ModelAssertionException>(() => Report(20, 60).ShouldNotBeWorse()).Message);

    [Fact]
    public void ShouldNotRegress_BareScores_AreCompared()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "numbers.json");
        new[] { MeanAbsoluteError.Of([1, 2], [1, 3]) }.ShouldNotRegress(file, update: true);
        new[] { MeanAbsoluteError.Of([1, 2], [1, 2.5]) }.ShouldNotRegress(file, update: false);
        Assert.Throws<ModelAssertionException>(() => new[] { MeanAbsoluteError.Of([1, 2], [1, 4]) }.ShouldNotRegress(file, update: false));
    }

    private static ModelComparison Compare(int championWrong, int candidateWrong) => ModelComparer.Compare(new Accuracy(), Set(candidateWrong), Set(championWrong));

    private static ComparisonReport Report(int championWrong, int candidateWrong) =>
        new Evaluator(new EvaluationBuilder("sold").Accuracy().Build()).Compare(Set(candidateWrong), Set(championWrong));

    private static PredictionSet Set(int wrong)
    {
        int[] truth = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        return PredictionSet.OfLabels(ClassLabels.Binary, truth, [.. truth.Select((t, i) => i < wrong ? 1 - t : t)]);
    }
}
