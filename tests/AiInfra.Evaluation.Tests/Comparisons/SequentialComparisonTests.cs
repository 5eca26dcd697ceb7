using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation.Tests.Comparisons;

public class SequentialComparisonTests
{
    private static readonly ComparisonOptions Always = new() { Method = ComparisonMethod.Sequential };

    [Theory]
    [InlineData("accuracy", 200, 400)]
    [InlineData("mse", 200, 400)]
    public void Compare_EqualModelsAtEveryRow_FewerThanFivePercentPass(string what, int trials, int rows) => Assert.InRange(Fooled(what, trials, rows), 0, 0.05);

    [Theory]
    [InlineData("accuracy")]
    [InlineData("mse")]
    public void Compare_EqualModelsAtEveryRowLong_FewerThanFivePercentPass(string what)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("AIINFRA_SOAK") is { Length: > 0 }, "Set AIINFRA_SOAK=1 to simulate.");
        double share = Fooled(what, 2000, 5000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}, looked at after every row to 5000: {share:P2} of A/A pairs pass or fail");
        Assert.InRange(share, 0, 0.05);
    }

    [Fact]
    public void Compare_ReplayedPrefix_GivesTheAnswerOfWatching()
    {
        (PredictionSet champion, PredictionSet candidate) = Models("mse", 7, 400, 0.6);
        ModelComparison[] looks = [.. new[] { 100, 200, 300, 400 }.Select(n => Look(champion, candidate, n, new MeanSquaredError()))];
        Assert.Equal(looks.Select(l => l.PValueBetter).OrderDescending(), looks.Select(l => l.PValueBetter));
        Assert.True(looks[^1].IsShown);
    }

    [Theory]
    [InlineData("accuracy", 0.35, Verdict.Pass)]
    [InlineData("mse", 0.6, Verdict.Pass)]
    [InlineData("mse", 1.6, Verdict.Fail)]
    public void BetterThanChampion_ClearDifference_IsDecided(string what, double factor, Verdict expected)
    {
        (PredictionSet champion, PredictionSet candidate) = Models(what, 1, 1000, factor);
        GateDecision decision = new GateBuilder().BetterThanChampion(Metric(what), Always).Build().Decide(candidate, champion);
        Assert.Equal(expected, decision.Verdict);
        Assert.Contains("always-valid", decision.Explain(), StringComparison.Ordinal);
        Assert.Equal(0.95, decision.Conditions[0].Interval!.Value.Confidence, 1e-12);
    }

    [Fact]
    public void NoWorseThanChampion_EqualModelsWithMargin_PassesInTheEnd()
    {
        (PredictionSet champion, PredictionSet candidate) = Models("accuracy", 5, 3000, 1);
        Assert.Equal(Verdict.Pass, new GateBuilder().NoWorseThanChampion(new Accuracy(), 0.08, Always).Build().Decide(candidate, champion).Verdict);
    }

    [Fact]
    public void Compare_OpenQuestion_NeedsMoreRowsThanAFixedTest()
    {
        (PredictionSet champion, PredictionSet candidate) = Models("mse", 2, 100, 0.97);
        ModelComparison sequential = ModelComparer.Compare(new MeanSquaredError(), candidate, champion, Always), fixedHorizon = ModelComparer.Compare(new MeanSquaredError(), candidate, champion);
        Assert.True(sequential.RowsNeeded > fixedHorizon.RowsNeeded, $"{sequential.RowsNeeded} and {fixedHorizon.RowsNeeded}");
    }

    [Fact]
    public void Options_TimeStream_RefusedWithWhatToDo() =>
        Assert.Contains("independent rows", Assert.Throws<ArgumentException>(() => new GateBuilder().BetterThanChampion(new Accuracy(), new() { Method = ComparisonMethod.Sequential, IsTimeStream = true })).Message);

    [Fact]
    public void Compare_MetricThatIsNoMean_Refused()
    {
        (PredictionSet champion, PredictionSet candidate) = Models("accuracy", 1, 100, 1);
        Assert.Throws<ArgumentException>(() => ModelComparer.Compare(new FScore(), candidate, champion, Always));
    }

    // The share of pairs of equally good models of which one is called better or worse at any look, one after every row.
    private static double Fooled(string what, int trials, int rows) => Enumerable.Range(0, trials).AsParallel().Count(seed =>
    {
        (PredictionSet champion, PredictionSet candidate) = Models(what, seed, rows, 1);

        // What was decided at some row stays decided, so the last look tells of all.
        ModelComparison last = ModelComparer.Compare(Metric(what), candidate, champion, Always);
        return last.IsShown || last.IsRefuted;
    }) / (double)trials;

    private static ModelComparison Look(PredictionSet champion, PredictionSet candidate, int rows, IMetric metric)
    {
        int[] first = [.. Enumerable.Range(0, rows)];
        return ModelComparer.Compare(metric, candidate.Take(first), champion.Take(first), Always);
    }

    private static IMetric Metric(string what) => what == "accuracy" ? new Accuracy() : new MeanSquaredError();

    // The candidate errs so many times as often, or as far, as the champion.
    private static (PredictionSet Champion, PredictionSet Candidate) Models(string what, int seed, int rows, double factor)
    {
        var random = new Random((seed * 7919) + 3);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        if (what == "accuracy")
        {
            int[] truth = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2))];
            int[] Answers(double wrong) => [.. truth.Select(t => random.NextDouble() < wrong ? 1 - t : t)];
            return (PredictionSet.OfLabels(ClassLabels.Binary, truth, Answers(0.3)), PredictionSet.OfLabels(ClassLabels.Binary, truth, Answers(0.3 * factor)));
        }

        var zero = new double[rows];
        double[] Errors(double far) => [.. zero.Select(_ => far * Normal())];
        return (PredictionSet.OfValues(zero, Errors(1)), PredictionSet.OfValues(zero, Errors(factor)));
    }
}
