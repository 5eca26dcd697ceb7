using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Evaluation.Tests.Reports;

public class ComparisonReportTests
{
    private static readonly RowSchema Schema = new([new Column("site", ValueKind.Text)]);

    [Fact]
    public void Compare_CandidateWorseOnOneSite_NamesTheSite()
    {
        ComparisonReport report = Report();
        Assert.True(report.Slices[0] is { Name: "north", IsWorse: true });
        Assert.True(report.Slices[^1] is { Name: "south", IsBetter: true });
    }

    [Fact]
    public void Compare_Disagreement_CountsEveryRow()
    {
        Disagreement d = Report().Disagreement!;
        Assert.Equal(400, d.BothRight + d.BothWrong + d.OnlyCandidate + d.OnlyChampion);
        Assert.Equal((40, 80), (d.OnlyChampion, d.OnlyCandidate));
    }

    [Fact]
    public void Compare_LostRows_AreThoseOnlyTheChampionHasRight() =>
        Assert.All(Report().Lost, r => Assert.True(r.Row % 2 == 0 && r.Loss > 0 && r.Id == r.Row.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void ToJson_ReadBack_IsTheSameReport()
    {
        ComparisonReport report = Report();
        Assert.Equal(report.ToJson(), ComparisonReport.FromJson(report.ToJson()).ToJson());
    }

    [Fact]
    public void ToHtml_HostileNames_AreEscaped() =>
        Assert.DoesNotContain("<script>", Report("<script>x</script>").ToHtml(), StringComparison.Ordinal);

    [Fact]
    public void ToMarkdown_EveryMetric_HasALine()
    {
        ComparisonReport report = Report();
        Assert.All(report.Metrics, m => Assert.Contains($"| {m.Metric} |", report.ToMarkdown(), StringComparison.Ordinal));
    }

    // Even rows are north: the candidate has 40 fewer right there; on odd ones, south, 80 more.
    private static ComparisonReport Report(string candidate = "v2")
    {
        int[] truth = [.. Enumerable.Range(0, 400).Select(i => i / 2 % 2)];
        Row[] inputs = [.. Enumerable.Range(0, 400).Select(i => new Row(Schema, [Value.Of(i % 2 == 0 ? "north" : "south")]))];
        double[] old = [.. truth.Select((t, i) => Score(t, i % 2 == 0 || i % 5 != 1 && i % 5 != 3))];
        double[] young = [.. truth.Select((t, i) => Score(t, i % 2 == 1 || i % 5 != 2))];
        return new Evaluator(new EvaluationBuilder("churn").Accuracy().RocAuc().LogLoss().SliceBy("site").Build()).Compare(
            PredictionSet.OfScores(ClassLabels.Binary, truth, young, inputs: inputs),
            PredictionSet.OfScores(ClassLabels.Binary, truth, old, inputs: inputs),
            candidate,
            "v1");
    }

    private static double Score(int truth, bool right) => (truth == 1) == right ? 0.8 : 0.2;
}
