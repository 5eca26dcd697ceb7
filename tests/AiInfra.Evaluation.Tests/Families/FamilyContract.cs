using System.Xml.Linq;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Tests.Families;

/// <summary>What holds of every family: it stands in gates, comparisons and reports. A new family is a subclass of its own.</summary>
public abstract class FamilyContract
{
    /// <summary>The family, as reports head it.</summary>
    protected abstract string Family { get; }

    /// <summary>A metric that has seen the answers of a system to the same 100 units or so; more noise is worse by far.</summary>
    /// <param name="noise">0 is nearly right, 1 nearly wrong.</param>
    protected abstract IScored Measured(double noise);

    [Fact]
    public void Compare_MuchBetter_IsShown()
    {
        IScored better = Measured(0.1), worse = Measured(0.9);
        Assert.Equal(better.Signature, worse.Signature);
        ModelComparison comparison = ModelComparer.Compare(better, worse);
        Assert.True(comparison is { IsShown: true, IsRefuted: false, Improvement: > 0 }, comparison.Explain());
        Assert.Equal((better.Result().Value, worse.Result().Value), (comparison.Candidate, comparison.Champion));
        Assert.True(ModelComparer.Compare(worse, better) is { IsShown: false, IsRefuted: true, Improvement: < 0 });
    }

    [Fact]
    public void Compare_TheSame_ShowsNothing() => Assert.True(ModelComparer.Compare(Measured(0.5), Measured(0.5)) is { IsShown: false, IsRefuted: false, Improvement: 0 });

    [Fact]
    public void Gate_BoundWithConfidence_AsksForTheInterval()
    {
        IScored metric = Measured(0.3);
        Score score = metric.WithInterval(0.9);
        Assert.True(score.Interval!.Value.Contains(score.Value), $"{score}");
        double inside = metric.HigherIsBetter ? score.Interval.Value.Low - 1e-6 : score.Interval.Value.High + 1e-6;
        Assert.Equal(Verdict.Pass, Bound(metric, inside));
        Assert.Equal(Verdict.NotEnoughEvidence, Bound(metric, score.Value));
    }

    [Fact]
    public void Gate_BetterThanChampion_DecidesByTheUnits()
    {
        Gate gate = new GateBuilder().BetterThanChampion(Measured(0).Name).Build();
        Assert.Equal(Verdict.Pass, gate.Decide(new ScoreSet { Measured(0.1) }, new ScoreSet { Measured(0.9) }).Verdict);
        Assert.Equal(Verdict.Fail, gate.Decide(new ScoreSet { Measured(0.9) }, new ScoreSet { Measured(0.1) }).Verdict);
    }

    [Fact]
    public void CompareReport_OfTwoSystems_HasASectionInEveryForm()
    {
        var evaluator = new Evaluator(new EvaluationPlan { Name = "all" }, new EvaluationOptions { Resamples = 200 });
        ComparisonReport report = evaluator.Compare(
            new ScoreSet { Measured(0.1), { Measured(0.9), "second" }, { Measured(0.5), "mine" } },
            new ScoreSet { Measured(0.9), { Measured(0.1), "second" } },
            "v2",
            "v1");
        ComparisonSection section = Assert.Single(report.Sections);
        Assert.Equal((Family, 2), (section.Title, section.Scores.Count));
        Assert.True(section.Scores[0] is { IsShown: true, HasEvidence: true }, section.Scores[0].Explain());
        Assert.True(section.Scores[1] is { Metric: "second", IsRefuted: true });
        Assert.Equal(["Only the candidate has 'mine'."], report.Remarks);
        Assert.Equal(section.Scores, report.Metrics);

        string html = report.ToHtml(), markdown = report.ToMarkdown(), units = Measured(0).Evidence!.Units;
        Assert.Contains($"<h2>{Family}</h2>", html, StringComparison.Ordinal);
        Assert.Contains($"{section.Scores[0].Rows} {units}</td>", html, StringComparison.Ordinal);
        Assert.Contains($"## {Family}", markdown, StringComparison.Ordinal);
        Assert.Contains("| second |", markdown, StringComparison.Ordinal);
        Assert.All(section.Tables, t => Assert.All(t.Rows, r => Assert.Equal(t.Columns.Count, r.Values.Count)));
        Assert.All(section.Tables, t => Assert.Contains(System.Net.WebUtility.HtmlEncode(t.Title), html, StringComparison.Ordinal));
        Assert.Equal(html, ComparisonReport.FromJson(report.ToJson()).ToHtml());
        Assert.Equal(report.ToJson(), ComparisonReport.FromJson(report.ToJson()).ToJson());
    }

    [Fact]
    public void CompareReport_BareScore_StandsBesideTheOtherAndSaysThatThereIsNoEvidence()
    {
        ComparisonReport report = new Evaluator(new EvaluationPlan { Name = "all" }).Compare(new ScoreSet { Measured(0.1).Result() }, new ScoreSet { Measured(0.9) });
        ModelComparison bare = Assert.Single(report.Metrics);
        Assert.True(bare is { HasEvidence: false, IsShown: false, IsRefuted: false, RowsNeeded: null });
        Assert.True(bare.Improvement > 0);
        Assert.StartsWith("no evidence: the candidate's score", bare.Test, StringComparison.Ordinal);
        Assert.Contains("<td class='finding '>no evidence</td>", report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("| no evidence |", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_HasASectionInEveryForm()
    {
        string name = Measured(0).Name;
        var evaluator = new Evaluator(new EvaluationBuilder("all").Gate(g => g.NoWorseThanChampion(name, margin: 0.5)).Build(), new EvaluationOptions { Resamples = 50 });
        EvaluationReport report = evaluator.Run(new ScoreSet { Measured(0.3), { Measured(0.4), "second" } }, new ScoreSet { Measured(0.3) }, "v2", "held out", "v1");
        ReportSection section = Assert.Single(report.Sections);
        Assert.Equal((Family, 2), (section.Title, section.Scores.Count));
        Assert.NotNull(section.Scores[0].Interval);
        Assert.NotNull(report.Gate);
        Assert.Equal(report["second"], section.Scores[1].Value);

        string html = report.ToHtml(), markdown = report.ToMarkdown();
        Assert.Contains($"<h2>{Family}</h2>", html, StringComparison.Ordinal);
        Assert.Contains($"## {Family}", markdown, StringComparison.Ordinal);
        Assert.Contains("| second |", markdown, StringComparison.Ordinal);
        Assert.All(section.Tables, t => Assert.Contains(System.Net.WebUtility.HtmlEncode(t.Title), html, StringComparison.Ordinal));
        Assert.All(section.Tables, t => Assert.All(t.Rows, r => Assert.Equal(t.Columns.Count, r.Values.Count)));
        Assert.All(section.Charts, c => Assert.Contains(System.Net.WebUtility.HtmlEncode(c.Title), html, StringComparison.Ordinal));
        Assert.Equal(html, EvaluationReport.FromJson(report.ToJson()).ToHtml());
        Assert.Single(XDocument.Parse(report.ToJUnit()).Descendants("testcase"));
        Assert.Contains(XDocument.Parse(report.ToJUnit()).Descendants("property"), p => (string?)p.Attribute("name") == name);
    }

    /// <summary>Whether a unit goes wrong: the same units for a larger noise, and more of them.</summary>
    protected static bool Wrong(int unit, double noise) => (unit * 37 % 101) / 101.0 < noise;

    private static Verdict Bound(IScored metric, double value)
    {
        var gate = new GateBuilder();
        gate = metric.HigherIsBetter ? gate.AtLeast(metric.Name, value, 0.95) : gate.AtMost(metric.Name, value, 0.95);
        return gate.Build().Decide(new ScoreSet { metric }).Verdict;
    }
}
