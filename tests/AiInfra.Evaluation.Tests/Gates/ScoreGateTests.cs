using System.Xml.Linq;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Text;

namespace AiInfra.Evaluation.Tests.Gates;

public class ScoreGateTests
{
    private static readonly Score Kappa = new("kappa", 0.71, 200, "kappa|version:1") { HigherIsBetter = true, Interval = new(0.65, 0.77, 0.9) };

    [Theory]
    [InlineData(0.7, null, Verdict.Pass)]
    [InlineData(0.72, null, Verdict.Fail)]
    [InlineData(0.6, 0.95, Verdict.Pass)]
    [InlineData(0.7, 0.95, Verdict.NotEnoughEvidence)]
    [InlineData(0.8, 0.95, Verdict.Fail)]
    [InlineData(0.6, 0.99, Verdict.NotEnoughEvidence)]
    public void AtLeast_BareScore_UsesTheIntervalItBrings(double value, double? confidence, Verdict expected) =>
        Assert.Equal(expected, Decide(g => g.AtLeast("kappa", value, confidence), [Kappa]).Verdict);

    [Fact]
    public void AtLeast_IntervalOfLessConfidence_SaysWhatIsMissing() =>
        Assert.Contains("no interval of 98", Decide(g => g.AtLeast("kappa", 0.6, 0.99), [Kappa]).Explain(), StringComparison.Ordinal);

    [Fact]
    public void AtLeast_TextMetric_IntervalComesFromItsSegments()
    {
        GateDecision decision = Decide(g => g.AtLeast("bleu", 5, 0.95), [.. new ScoreSet { Translated(0.3, 1) }]);
        Assert.Equal(Verdict.NotEnoughEvidence, decision.Verdict);                       // copied as bare scores it has none
        decision = Build(g => g.AtLeast("bleu", 5, 0.95)).Decide(new ScoreSet { Translated(0.3, 1) });
        Assert.Equal(Verdict.Pass, decision.Verdict);
        Assert.Equal(0.9, decision.Conditions[0].Interval!.Value.Confidence, 1e-12);
    }

    [Fact]
    public void AtLeast_MissingScore_IsOpenAndListsThoseThereAre()
    {
        ConditionResult open = Decide(g => g.AtLeast("bleu", 30), [Kappa]).Conditions[0];
        Assert.Equal((Verdict.NotEnoughEvidence, "there is no score 'bleu'; there are: kappa"), (open.Verdict, open.Why));
    }

    [Fact]
    public void Name_PredictionsWithoutScores_IsOpen() =>
        Assert.Contains("no scores were given", Build(g => g.AtLeast("bleu", 30)).Decide(PredictionSet.OfValues([1], [1])).Explain(), StringComparison.Ordinal);

    [Fact]
    public void PredictionConditions_ScoresOnly_AreOpenAndSayWhy()
    {
        GateDecision decision = Decide(
            g => g.AtLeast(new Accuracy(), 0.5).BetterThanTrivial(new Accuracy()).NoWorseThanChampion(new Accuracy())
                .OnEverySlice(new Accuracy(), 0.5, new ColumnSlicer("site")).FairWithin(FairnessCriterion.EqualOpportunity, 0.1, "sex")
                .Any(any => any.AtLeast(new Accuracy(), 0.5).SizeAtMost(1)).Require("own", c => c.Candidate.Count > 1),
            [Kappa]);
        Assert.All(decision.Conditions, c => Assert.Equal(Verdict.NotEnoughEvidence, c.Verdict));
        Assert.All(decision.Conditions, c => Assert.Contains("asks for predictions on labelled rows, and only scores were given (kappa)", c.Why, StringComparison.Ordinal));
    }

    [Fact]
    public void AtLeast_MetricItself_FindsTheGivenScoreBySignature()
    {
        Score accuracy = Accuracy.Of([1, 0, 1, 1], [1, 0, 1, 0]);
        Assert.Equal(Verdict.Pass, Decide(g => g.AtLeast(new Accuracy(), 0.75), [accuracy]).Verdict);
    }

    [Fact]
    public void ChampionByName_NoChampion_Passes() => Assert.Equal(Verdict.Pass, Decide(g => g.NoWorseThanChampion("kappa"), [Kappa]).Verdict);

    [Fact]
    public void ChampionByName_BareScores_SayThatNoTestIsPossible() =>
        Assert.Contains("bare score", Build(g => g.NoWorseThanChampion("kappa")).Decide([Kappa], [Kappa]).Explain(), StringComparison.Ordinal);

    [Fact]
    public void ChampionByName_ChampionLacksIt_IsOpen() =>
        Assert.Contains("the champion has no score 'kappa'", Build(g => g.NoWorseThanChampion("kappa")).Decide([Kappa], []).Explain(), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.5, 0.1, Verdict.Pass)]
    [InlineData(0.1, 0.5, Verdict.Fail)]
    [InlineData(0.3, 0.3, Verdict.NotEnoughEvidence)]
    public void BetterThanChampion_Texts_ComparesTheSameSegments(double championNoise, double candidateNoise, Verdict expected)
    {
        GateDecision decision = Build(g => g.BetterThanChampion("bleu")).Decide(new ScoreSet { Translated(candidateNoise, 2) }, new ScoreSet { Translated(championNoise, 1) }, "v8", "v7");
        Assert.Equal(expected, decision.Verdict);
        Assert.Equal(120, decision.Conditions[0].Comparison!.Rows);
        Assert.Contains("paired bootstrap", decision.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void NoWorseThanChampion_TextsWithMargin_PassesTheSameSystem() =>
        Assert.Equal(Verdict.Pass, Build(g => g.NoWorseThanChampion("bleu", margin: 1)).Decide(new ScoreSet { Translated(0.3, 1) }, new ScoreSet { Translated(0.3, 1) }).Verdict);

    [Fact]
    public void BetterThanChampion_LowerIsBetter_TakesTheDirection()
    {
        static WordErrorRate Heard(double noise) => Fill(new WordErrorRate(), noise, 1);
        Assert.Equal(Verdict.Pass, Build(g => g.BetterThanChampion("wer")).Decide(new ScoreSet { Heard(0.1) }, new ScoreSet { Heard(0.4) }).Verdict);
    }

    [Theory]
    [InlineData(0.2, 0.05, Verdict.Pass)]
    [InlineData(0.05, 0.2, Verdict.Fail)]
    public void BetterThanChampion_Rankings_ComparesTheSameQueries(double championNoise, double candidateNoise, Verdict expected) =>
        Assert.Equal(expected, Build(g => g.BetterThanChampion("ndcg")).Decide(new ScoreSet { Retrieved(candidateNoise) }, new ScoreSet { Retrieved(championNoise) }).Verdict);

    [Fact]
    public void Compare_RankingsOfOtherQueries_SaysHowManyAreShared()
    {
        RetrievalScore all = Retrieved(0.1);
        QueryScore[] fewer = [.. all.Queries.Skip(10)];
        RetrievalScore some = all with { Score = all.Score with { Value = fewer.Average(q => q.Value) }, Queries = fewer };
        Assert.Contains("on the 50 queries that both have of 60", ModelComparer.Compare(all, some).Test, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_SequentialOnACorpusScore_Refused() =>
        Assert.Contains("no mean of segments", Assert.Throws<ArgumentException>(() => ModelComparer.Compare(Translated(0.1, 1), Translated(0.1, 2), new() { Method = ComparisonMethod.Sequential })).Message);

    [Fact]
    public void Rows_MeanOfMarks_AreComparedRowByRow()
    {
        static ScoreSet Marks(double bonus)
        {
            double[] rows = [.. Enumerable.Range(0, 80).Select(i => (i % 5) + (i % 2 == 0 ? bonus : 0))];
            return new() { { new Score("marks", rows.Average(), rows.Length, "marks|version:1") { HigherIsBetter = true }, rows } };
        }

        GateDecision decision = Build(g => g.BetterThanChampion("marks").AtLeast("marks", 2, 0.95)).Decide(Marks(0.5), Marks(0));
        Assert.Equal((Verdict.Pass, Verdict.NotEnoughEvidence), (decision.Conditions[0].Verdict, decision.Conditions[1].Verdict));
    }

    [Fact]
    public void Add_RowsOfAnotherMean_Refused() =>
        Assert.Contains("mean of the 2 rows is 2", Assert.Throws<ArgumentException>(() => new ScoreSet { { Kappa, [1, 3] } }).Message);

    [Fact]
    public void Add_NameTwice_Refused() => Assert.Contains("'kappa' already", Assert.Throws<ArgumentException>(() => new ScoreSet { Kappa, Kappa }).Message);

    [Fact]
    public void Decision_OfScores_IsTheSameRecord()
    {
        GateDecision decision = Build(g => g.BetterThanChampion("bleu").AtLeast("accuracy", 1)).Decide(new ScoreSet { Translated(0.1, 1) }, new ScoreSet { Translated(0.5, 1) });
        Assert.Equal(decision.ToJson(), GateDecision.FromJson(decision.ToJson()).ToJson());
        Assert.Equal("NotEnoughEvidence", (string?)XDocument.Parse(decision.ToJUnit()).Descendants("failure").Single().Attribute("type"));
        Assert.Equal(120, decision.Rows);
    }

    [Fact]
    public void Context_PredictionsAndScores_ServeOneGate()
    {
        PredictionSet rows = PredictionSet.OfLabels(ClassLabels.Binary, [1, 0], [1, 0]);
        Gate gate = new([new ThresholdCondition(new Accuracy(), 1, true), new ThresholdCondition("kappa", 0.7, true)]);
        Assert.Equal(Verdict.Pass, gate.Decide(new GateContext(rows) { Scores = [Kappa] }).Verdict);
    }

    [Theory]
    [InlineData(2, Verdict.Pass)]
    [InlineData(1, Verdict.NotEnoughEvidence)]
    public void FairWithin_GroupsExactlyAlike_PassWhereThereAreTwo(int groups, Verdict expected)
    {
        var schema = new RowSchema([new Column("team", ValueKind.Text)]);
        int[] truth = [.. Enumerable.Range(0, 80).Select(i => i / 2 % 2)];
        PredictionSet rows = PredictionSet.OfLabels(ClassLabels.Binary, truth, truth, inputs: [.. truth.Select((_, i) => new Row(schema, [i % groups == 0 ? "a" : "b"]))]);
        Assert.Equal(expected, Build(g => g.FairWithin(FairnessCriterion.EqualOpportunity, 0.1, "team")).Decide(rows).Verdict);
    }

    internal static Bleu Translated(double noise, int seed) => Fill(new Bleu(), noise, seed);

    private static T Fill<T>(T metric, double noise, int seed)
        where T : TextMetric
    {
        var random = new Random(seed);
        for (int i = 0; i < 120; i++)
        {
            string[] words = [.. Enumerable.Range(0, 12).Select(j => $"w{(i * 7 + (j * 3)) % 40}")];
            metric.Add(string.Join(' ', words), string.Join(' ', words.Select(w => random.NextDouble() < noise ? "x" : w)));
        }

        return metric;
    }

    private static RetrievalScore Retrieved(double noise)
    {
        var random = new Random(3);
        var queries = Enumerable.Range(0, 60).Select(i => new QueryScore($"q{i:00}", Math.Clamp(0.7 - noise + (0.1 * (i % 3)) + (0.02 * random.NextDouble()), 0, 1), 10, 3)).ToArray();
        return new(new Score("ndcg", queries.Average(q => q.Value), 60, "ndcg|k:10|version:1") { HigherIsBetter = true }, queries, 0, 0);
    }

    private static GateDecision Decide(Action<GateBuilder> gate, ScoreSet scores) => Build(gate).Decide(scores);

    private static Gate Build(Action<GateBuilder> gate)
    {
        var builder = new GateBuilder();
        gate(builder);
        return builder.Build();
    }
}
