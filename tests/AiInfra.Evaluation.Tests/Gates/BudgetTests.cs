using System.Xml.Linq;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Evaluation.Tests.Gates;

public class BudgetTests
{
    private static readonly PredictionSet Rows = PredictionSet.OfLabels(ClassLabels.Binary, [0, 1, 0, 1], [0, 1, 0, 0]);

    [Theory]
    [InlineData(0, 298, Verdict.NotEnoughEvidence)]
    [InlineData(0, 299, Verdict.Pass)]
    [InlineData(7, 993, Verdict.NotEnoughEvidence)]
    [InlineData(40, 960, Verdict.Fail)]
    public void LatencyAtMost_SlowCalls_AreJudgedByTheirShare(int slow, int fast, Verdict expected) =>
        Assert.Equal(expected, Decide(g => g.LatencyAtMost(TimeSpan.FromMilliseconds(5)), Latencies(slow, fast)).Verdict);

    [Fact]
    public void LatencyAtMost_FewFastCalls_SaysHowManyMore() =>
        Assert.Equal(199, Decide(g => g.LatencyAtMost(TimeSpan.FromMilliseconds(5)), Latencies(0, 100)).RowsNeeded);

    [Fact]
    public void LatencyAtMost_FewFastCalls_AsksForCallsNotRows()
    {
        GateDecision decision = Decide(g => g.LatencyAtMost(TimeSpan.FromMilliseconds(5)), Latencies(0, 100));
        Assert.All([decision.Explain(), decision.ToHtml(), decision.ToMarkdown()], text => Assert.Contains("199 more calls", text, StringComparison.Ordinal));
        Assert.DoesNotContain("more rows", decision.Explain() + decision.ToHtml() + decision.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void LatencyAtMost_NotMeasured_IsNotEnoughEvidence() =>
        Assert.Contains("ModelFacts.Latencies", Decide(g => g.LatencyAtMost(TimeSpan.FromMilliseconds(5)), null).Explain(), StringComparison.Ordinal);

    [Fact]
    public void LatencyAtMost_EvenCalls_ObservesTheQuantile()
    {
        var facts = new ModelFacts { Latencies = [.. Enumerable.Range(1, 100).Select(i => TimeSpan.FromMilliseconds(i))] };
        Assert.Equal(90, Decide(g => g.LatencyAtMost(TimeSpan.FromMilliseconds(500), 0.9), facts).Conditions[0].Observed);
    }

    [Theory]
    [InlineData(1000L, Verdict.Pass)]
    [InlineData(1001L, Verdict.Fail)]
    [InlineData(null, Verdict.NotEnoughEvidence)]
    public void SizeAtMost_Bytes_AreCompared(long? bytes, Verdict expected) =>
        Assert.Equal(expected, Decide(g => g.SizeAtMost(1000), new ModelFacts { Bytes = bytes }).Verdict);

    [Theory]
    [InlineData(0.7, 2000, Verdict.Pass)]
    [InlineData(0.9, 500, Verdict.Pass)]
    [InlineData(0.9, 2000, Verdict.Fail)]
    public void Any_OneHolds_Passes(double accuracy, long bytes, Verdict expected) =>
        Assert.Equal(expected, Decide(g => g.Any(any => any.AtLeast(new Accuracy(), accuracy).SizeAtMost(1000)), new ModelFacts { Bytes = bytes }).Verdict);

    [Fact]
    public void Any_NoneHoldsOneOpen_IsOpen() =>
        Assert.Equal(Verdict.NotEnoughEvidence, Decide(g => g.Any(any => any.AtLeast(new Accuracy(), 0.9).SizeAtMost(1000)), null).Verdict);

    [Fact]
    public void Any_OneCondition_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new GateBuilder().Any(any => any.SizeAtMost(1000)));

    [Fact]
    public void Time_AClock_GivesWhatItSays()
    {
        var clock = new FakeTimeProvider();
        IReadOnlyList<TimeSpan> took = ModelFacts.Time(() => clock.Advance(TimeSpan.FromMilliseconds(3)), calls: 2, warmUp: 1, clock);
        Assert.Equal([TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(3)], took);
    }

    [Fact]
    public void ToJUnit_OpenCondition_IsAFailureOfItsOwnType()
    {
        XElement suite = XDocument.Parse(Decide(g => g.AtLeast(new Accuracy(), 0.5).SizeAtMost(10).LatencyAtMost(TimeSpan.FromSeconds(1)), new ModelFacts { Bytes = 20 }).ToJUnit("churn")).Root!.Element("testsuite")!;
        Assert.Equal(["", "Fail", "NotEnoughEvidence"], suite.Elements("testcase").Select(c => (string?)c.Element("failure")?.Attribute("type") ?? ""));
        Assert.Equal("2", (string?)suite.Attribute("failures"));
    }

    [Fact]
    public void ToJUnit_CharactersThatXmlCannotHold_AreReplaced()
    {
        GateDecision decision = Decide(g => g.Require("a\u0001\ud800<b>", _ => false), null);
        Assert.Equal("a??<b>", (string?)XDocument.Parse(decision.ToJUnit()).Descendants("testcase").Single().Attribute("name"));
    }

    private static ModelFacts Latencies(int slow, int fast) =>
        new() { Latencies = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(9), slow), .. Enumerable.Repeat(TimeSpan.FromMilliseconds(1), fast)] };

    private static GateDecision Decide(Action<GateBuilder> gate, ModelFacts? facts)
    {
        var builder = new GateBuilder();
        gate(builder);
        return builder.Build().Decide(Rows, facts: facts);
    }
}
