// <readme> docs/gates.md 4
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Statistics;
// </readme>

namespace AiInfra.Outside.Tests.Gates;

/// <summary>Block 4 of docs/gates.md: a condition of one's own.</summary>
public sealed class OwnConditionPageTests
{
    private static readonly int[] s_truth = [.. Enumerable.Range(0, 500).Select(i => i % 2)];

    [Fact]
    public void Condition_OfOnesOwn_RefusesAndIsToldInEveryForm()
    {
        PredictionSet champion = Answers(i => false);
        PredictionSet candidate = Answers(i => i % 3 == 0);

        // <readme> docs/gates.md 4
        // Given: PredictionSet candidate, champion
        GateDecision decision = new GateBuilder().Require(new MostlyAgrees(0.9)).Build().Decide(candidate, champion);
        Console.WriteLine(decision.Explain());
        // </readme>
        Assert.Equal(Verdict.Fail, decision.Verdict);
        Assert.All([decision.Explain(), decision.ToHtml(), decision.ToMarkdown(), decision.ToJUnit()], t => Assert.Contains("333 of 500 answers are the same", t, StringComparison.Ordinal));
        Assert.Equal(decision.Explain(), GateDecision.FromJson(decision.ToJson()).Explain());
    }

    [Theory]
    [InlineData(1000, Verdict.Pass)]
    [InlineData(11, Verdict.NotEnoughEvidence)]
    public void Condition_ByHowManyAnswersChanged_PassesOrIsOpen(int everyNth, Verdict expected) =>
        Assert.Equal(expected, new Gate([new MostlyAgrees(0.9)]).Decide(Answers(i => i % everyNth == 1), Answers(_ => false)).Verdict);

    [Fact]
    public void Condition_WithoutChampion_IsOpenAndSaysWhatIsMissing() =>
        Assert.Contains("none were given", new Gate([new MostlyAgrees(0.9)]).Decide(Answers(_ => false)).Explain(), StringComparison.Ordinal);

    private static PredictionSet Answers(Func<int, bool> other) => PredictionSet.OfLabels(ClassLabels.Binary, s_truth, [.. s_truth.Select((t, i) => other(i) ? 1 - t : t)]);

    // <readme> docs/gates.md 4
    /// <summary>The candidate answers as the champion does on most rows: callers see no storm of changed answers.</summary>
    sealed class MostlyAgrees(double share) : IGateCondition
    {
        public string Description { get; } = $"agrees with the champion on {100 * share} % of the rows";

        public ConditionResult Check(GateContext context)
        {
            PredictionSet candidate = context.Candidate;        // of scores alone: not enough evidence, by itself
            PredictionSet champion = context.Champion
                ?? throw new MissingEvidenceException("it compares with the champion's predictions, and none were given");
            int same = 0;
            for (int i = 0; i < candidate.Count; i++)
            {
                same += candidate.Predicted[i] == champion.Predicted[i] ? 1 : 0;
            }

            ConfidenceInterval interval = ProportionInterval.Wilson(same, candidate.Count);
            Verdict verdict = interval.Low >= share ? Verdict.Pass : interval.High < share ? Verdict.Fail : Verdict.NotEnoughEvidence;
            return new ConditionResult(Description, verdict, $"{same} of {candidate.Count} answers are the same")
            {
                Observed = (double)same / candidate.Count,
                Required = share,
                Interval = interval,
                Rows = candidate.Count,
            };
        }
    }
    // </readme>
}
