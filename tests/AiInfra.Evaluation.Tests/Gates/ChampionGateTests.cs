using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Tests.Gates;

public class ChampionGateTests
{
    private static readonly ComparisonOptions s_stream = new() { IsTimeStream = true, MinimumRows = 100 };

    [Fact]
    public void Decide_EquallyGoodModels_FalsePromotionsStayNearFivePercent()
    {
        int promoted = Enumerable.Range(0, 300).Count(seed =>
        {
            (PredictionSet champion, PredictionSet candidate) = Stream(600, 0.30, 0.30, 0, seed);
            return Better(s_stream).Decide(candidate, champion).Verdict == Verdict.Pass;
        });
        Assert.InRange(promoted, 4, 26);
    }

    [Fact]
    public void Decide_EquallyGoodModelsOnCorrelatedStream_FalsePromotionsStayLow()
    {
        int robust = 0, naive = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            (PredictionSet champion, PredictionSet candidate) = Stream(600, 0.30, 0.30, 0.9, seed);
            robust += Better(s_stream).Decide(candidate, champion).Verdict == Verdict.Pass ? 1 : 0;
            naive += Better(new()).Decide(candidate, champion).Verdict == Verdict.Pass ? 1 : 0;
        }

        Assert.True(naive > 40 && robust < 20, $"naive {naive}, robust {robust} of 200; 10 are right");
    }

    [Fact]
    public void Decide_ClearlyBetterCandidate_MostlyPromoted()
    {
        int promoted = Enumerable.Range(0, 100).Count(seed =>
        {
            (PredictionSet champion, PredictionSet candidate) = Stream(600, 0.35, 0.25, 0, seed);
            return Better(s_stream).Decide(candidate, champion).Verdict == Verdict.Pass;
        });
        Assert.InRange(promoted, 90, 100);
    }

    [Fact]
    public void Decide_ClearlyWorseCandidate_Fails()
    {
        (PredictionSet champion, PredictionSet candidate) = Stream(800, 0.20, 0.35, 0, 1);
        Assert.Equal(Verdict.Fail, Better(s_stream).Decide(candidate, champion).Verdict);
    }

    [Fact]
    public void Decide_FewRows_AsksForMore()
    {
        (PredictionSet champion, PredictionSet candidate) = Stream(40, 0.5, 0.1, 0, 1);
        GateDecision decision = Better(s_stream).Decide(candidate, champion);
        Assert.Equal((Verdict.NotEnoughEvidence, 60), (decision.Verdict, decision.RowsNeeded));
    }

    [Fact]
    public void Decide_NoWorseWithMargin_PassesAnEqualCandidate()
    {
        (PredictionSet champion, PredictionSet candidate) = Stream(2000, 0.30, 0.30, 0, 5);
        Assert.Equal(Verdict.Pass, new GateBuilder().NoWorseThanChampion(new Accuracy(2), margin: 0.05, s_stream).Build().Decide(candidate, champion).Verdict);
    }

    private static Gate Better(ComparisonOptions options) => new GateBuilder().BetterThanChampion(new Accuracy(2), options).Build();

    // Two models with given error rates; errors come in runs when correlation is above 0.
    internal static (PredictionSet Champion, PredictionSet Candidate) Stream(int n, double championErrors, double candidateErrors, double correlation, int seed)
    {
        var random = new Random((seed * 7919) + 1);
        int[] truth = [.. Enumerable.Range(0, n).Select(_ => random.Next(2))];
        int[] Answers(double rate)
        {
            bool wrong = random.NextDouble() < rate;
            return [.. truth.Select(t =>
            {
                wrong = random.NextDouble() < correlation ? wrong : random.NextDouble() < rate;
                return wrong ? 1 - t : t;
            })];
        }

        return (PredictionSet.OfLabels(ClassLabels.Binary, truth, Answers(championErrors)), PredictionSet.OfLabels(ClassLabels.Binary, truth, Answers(candidateErrors)));
    }
}
