using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Tests.Gates;

/// <summary>A condition that cannot answer passes nothing, is named with its reason, and takes nobody else's answer with it.</summary>
public class BrokenConditionTests
{
    private static readonly PredictionSet Rows = PredictionSet.OfLabels(ClassLabels.Binary, [0, 1, 0, 1], [0, 1, 0, 1]);

    public static TheoryData<string, Func<ConditionResult?>> Broken => new()
    {
        { "it threw KeyNotFoundException: no column 'sex'", () => throw new KeyNotFoundException("no column 'sex'") },
        { "it answered null", () => null },
        { "its verdict is 17, which is none of NotEnoughEvidence, Pass, Fail; it said: all is well", () => new("odd", (Verdict)17, "all is well") },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Decide_ConditionThatCannotAnswer_FailsAndSaysWhy(string reason, Func<ConditionResult?> check)
    {
        GateDecision decision = new GateBuilder().Require(new Odd(check)).AtLeast(new Accuracy(), 1).Build().Decide(Rows);
        Assert.Equal(Verdict.Fail, decision.Verdict);
        Assert.Equal([Verdict.Fail, Verdict.Pass], decision.Conditions.Select(c => c.Verdict));
        Assert.Contains($"odd: it could not be checked: {reason}", decision.Explain(), StringComparison.Ordinal);
        Assert.Contains(reason, GateDecision.FromJson(decision.ToJson()).Conditions[0].Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Any_OneThatCannotAnswer_PassesOnlyByAnotherAndIsNamed(string reason, Func<ConditionResult?> check)
    {
        GateDecision By(Verdict other) => new Gate([new AnyCondition([new Odd(check), new Odd(() => new("other", other, "it was asked"), "other")])]).Decide(Rows);
        Assert.Equal((Verdict.Fail, Verdict.NotEnoughEvidence, Verdict.Pass), (By(Verdict.Fail).Verdict, By(Verdict.NotEnoughEvidence).Verdict, By(Verdict.Pass).Verdict));
        Assert.All([Verdict.Fail, Verdict.NotEnoughEvidence, Verdict.Pass], other => Assert.Contains(reason, By(other).Explain(), StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ConditionThatThrows_KeepsTheReport()
    {
        EvaluationPlan plan = new EvaluationBuilder("e").Accuracy().Gate(g => g.Require("mine", _ => throw new InvalidOperationException("on purpose"))).Build();
        EvaluationReport report = new Evaluator(plan).Run(Rows);
        Assert.Equal((1.0, Verdict.Fail), (report["accuracy"], report.Gate!.Verdict));
        Assert.Contains("mine: it could not be checked: it threw InvalidOperationException: on purpose", report.Gate.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_Cancelled_IsCancelledAndNotFailed() =>
        Assert.Throws<OperationCanceledException>(() => new Gate([new Odd(() => throw new OperationCanceledException())]).Decide(Rows));

    [Fact]
    public void Decide_VerdictNeverSet_IsNotEnoughEvidence() =>
        Assert.Equal(Verdict.NotEnoughEvidence, new Gate([new Odd(() => new("odd", default, "forgotten"))]).Decide(Rows).Verdict);

    [Fact]
    public void Decide_ResultWithoutWords_IsNamedInEveryForm()
    {
        GateDecision decision = new Gate([new Odd(() => new(null!, Verdict.Fail, null!))]).Decide(Rows);
        Assert.All([decision.Explain(), decision.ToHtml(), decision.ToMarkdown(), decision.ToJUnit()], t => Assert.Contains("it gave no reason", t, StringComparison.Ordinal));
    }

    [Fact]
    public void Gate_ConditionNullOrWithoutWords_IsRefusedByPosition()
    {
        Odd good = new(() => new("odd", Verdict.Pass, "yes"));
        Assert.Contains("Condition 1 of 2 is null", Assert.Throws<ArgumentException>(() => new Gate([good, null!])).Message, StringComparison.Ordinal);
        Assert.Contains("Condition 1 of 2 is null", Assert.Throws<ArgumentException>(() => new AnyCondition([good, null!])).Message, StringComparison.Ordinal);
        Assert.Contains($"Condition 0 of 1, a {typeof(Odd)}, has no Description", Assert.Throws<ArgumentException>(() => new Gate([new Odd(() => null, null!)])).Message, StringComparison.Ordinal);
    }

    private sealed class Odd(Func<ConditionResult?> check, string description = "odd") : IGateCondition
    {
        public string Description => description;

        public ConditionResult Check(GateContext context) => check()!;
    }
}
