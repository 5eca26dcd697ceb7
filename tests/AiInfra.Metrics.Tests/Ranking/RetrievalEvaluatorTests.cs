using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Ranking;

public class RetrievalEvaluatorTests
{
    private const string Qrels = """
        q1 0 a 1
        q1 0 b 0
        q1 0 c 2
        q1 0 d 0
        q1 0 e -1
        q1 0 z 1
        q2 0 a 0
        q2 0 b 0
        q3 0 a 1
        """;

    // q1 by score, ties by id descending: x (unjudged), c, b, a, e (in the pool, not judged), d.
    private const string Run = """
        q1 Q0 a 1 2.0 run
        q1 Q0 b 2 2.0 run
        q1 Q0 c 3 2.5 run
        q1 Q0 x 4 9.0 run
        q1 Q0 d 5 1.0 run
        q1 Q0 e 6 1.5 run
        q2 Q0 a 1 1.0 run
        q4 Q0 a 1 1.0 run
        """;

    [Theory]
    [InlineData("map", ((1 / 2.0) + (2 / 4.0)) / 3)]
    [InlineData("mrr", 0.5)]
    [InlineData("precision", 2 / 5.0)]
    [InlineData("recall", 2 / 3.0)]
    [InlineData("rPrecision", 1 / 3.0)]
    [InlineData("hit", 0)]
    [InlineData("bpref", (1 + (1 - (1 / 2.0))) / 3)]
    public void Evaluate_OneQuery_AsTrecEval(string metric, double expected) =>
        Assert.Equal(expected, Evaluate(Of(metric)).Queries[0].Value, 1e-15);

    // linear gain 2 at rank 2, 1 at rank 4; ideal 2, 1, 1.
    [Fact]
    public void Evaluate_Ndcg_IdealOverAllJudged() =>
        Assert.Equal(((2 / Math.Log2(3)) + (1 / Math.Log2(5))) / (2 + (1 / Math.Log2(3)) + 0.5), Evaluate(new NormalizedDiscountedGain()).Queries[0].Value, 1e-15);

    // Condensed: c, b, a, d.
    [Fact]
    public void Evaluate_UnjudgedRemoved_RanksCloseUp() =>
        Assert.Equal((1 + (2 / 3.0)) / 3, Evaluate(new MeanAveragePrecision(), new() { Unjudged = Unjudged.Removed }).Queries[0].Value, 1e-15);

    [Fact]
    public void Evaluate_QueriesOfOneSideOnly_AreCountedNotScored()
    {
        RetrievalScore score = Evaluate(new MeanAveragePrecision());
        Assert.Equal(["q1", "q2"], score.Queries.Select(q => q.Query));
        Assert.Equal((1, 1), (score.Unjudged, score.Missing));
        Assert.Equal((1.0 / 3) / 2, score.Score.Value, 1e-15);
    }

    [Fact]
    public void Evaluate_MissingQueriesCounted_AreZero() => Assert.Equal((1.0 / 3) / 3, Evaluate(new MeanAveragePrecision(), new() { CountMissingQueries = true }).Score.Value, 1e-15);

    [Fact]
    public void Evaluate_NoRelevantSkipped_LeavesQueryOut()
    {
        RetrievalScore score = Evaluate(new MeanAveragePrecision(noRelevant: NoRelevant.Skip));
        Assert.Equal((1.0 / 3, 1), (score.Score.Value, score.Score.Undefined));
    }

    [Fact]
    public void Evaluate_Depth_ReadsTheFirst() => Assert.Equal((1 / 2.0) / 3, Evaluate(new MeanAveragePrecision(), new() { Depth = 3 }).Queries[0].Value, 1e-15);

    [Theory]
    [InlineData(true, 0.5)]
    [InlineData(false, 1)]
    public void Evaluate_ScoresEqualAsFloats_TiedAsInTrecEval(bool single, double expected)
    {
        var judgments = new RelevanceJudgments();
        judgments.Add("q", "a", 1);
        var run = new RetrievalRun();
        run.Add("q", "a", 1.00000000001);
        run.Add("q", "b", 1);
        Assert.Equal(expected, RetrievalEvaluator.Evaluate(judgments, run, new ReciprocalRank(), new() { SinglePrecision = single }).Score.Value);
    }

    [Fact]
    public void Compare_TwoRuns_IsThePairedTestOfQueries()
    {
        RetrievalScore Of(int shift)
        {
            var judgments = new RelevanceJudgments();
            var run = new RetrievalRun();
            for (int q = 0; q < 10; q++)
            {
                judgments.Add($"q{q}", "good", 1);
                run.Add($"q{q}", "good", (q + shift) % 4);
                run.Add($"q{q}", "other", 1.5);
            }

            return RetrievalEvaluator.Evaluate(judgments, run, new ReciprocalRank());
        }

        (double[] first, double[] second) = Of(0).Paired(Of(1));
        Assert.Equal(10, first.Length);
        Assert.Equal(PairedTTest.Test(first, second), Of(0).Compare(Of(1)));
    }

    [Fact]
    public void Compare_OtherMetric_IsRefused() => Assert.Throws<ArgumentException>(() => Evaluate(new ReciprocalRank()).Compare(Evaluate(new MeanAveragePrecision())));

    [Fact]
    public void Read_ShortLine_NamesIt() => Assert.Contains("Line 2", Assert.Throws<FormatException>(() => RelevanceJudgments.Read(new StringReader("q 0 a 1\nq 0 b"))).Message);

    [Fact]
    public void Add_DocumentTwice_NamesIt() => Assert.Contains("'a' was retrieved for query 'q' already", Assert.Throws<ArgumentException>(() => RetrievalRun.Read(new StringReader("q Q0 a 1 1 r\nq Q0 a 2 0.5 r"))).Message);

    private static RetrievalScore Evaluate(RankingMetric metric, RetrievalOptions? options = null) =>
        RetrievalEvaluator.Evaluate(RelevanceJudgments.Read(new StringReader(Qrels)), RetrievalRun.Read(new StringReader(Run)), metric, options);

    private static RankingMetric Of(string metric) => metric switch
    {
        "map" => new MeanAveragePrecision(),
        "mrr" => new ReciprocalRank(),
        "precision" => new PrecisionAtK(5),
        "recall" => new RecallAtK(),
        "rPrecision" => new RPrecision(),
        "hit" => new HitRate(1),
        _ => new BinaryPreference(),
    };
}
