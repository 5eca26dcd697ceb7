using AiInfra.Core.Studies;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Pruners;
using AiInfra.Training.Tuning.Reports;

namespace AiInfra.Training.Tests.Tuning;

public sealed class StudyReportTests
{
    [Fact]
    public async Task Report_OfAStudy_HasEveryPictureAndTheBestTrial()
    {
        await using Study study = await Study.OpenAsync("<b>night</b>", new StudyOptions { MaxTrials = 40, Pruner = new MedianPruner() });
        StudyResult found = await study.RunAsync(t =>
        {
            double value = TuningFunctions.Of("mixed")(t);
            for (int step = 0; step < 5; step++)
            {
                t.Report(step, value + (5 - step));
                if (t.ShouldPrune())
                {
                    return t.Pruned();
                }
            }

            return value;
        });
        StudyReport report = await study.ReportAsync();
        string html = report.ToHtml();
        foreach (string title in new[] { "How it went", "Which parameters matter", "Values on the way", "All parameters beside each other", "The best trials", ">momentum<", $"trial {found.Best.Number}" })
        {
            Assert.Contains(title, html);
        }

        Assert.DoesNotContain("<b>night</b>", html);
        Assert.Equal(1, report.Importance.Values.Sum(), 1e-9);
        Assert.DoesNotContain("NaN", html);
    }

    [Fact]
    public async Task Report_OfSeveralObjectives_HasTheFront()
    {
        await using Study study = await Study.OpenAsync("s", new StudyOptions { MaxTrials = 30, Directions = [StudyDirection.Minimize, StudyDirection.Maximize] });
        await study.RunAsync(t => (double[])[t.Float("x", 0, 1), t.Float("x", 0, 1) - t.Float("y", 0, 1)]);
        Assert.Contains("Pareto front", (await study.ReportAsync()).ToHtml());
    }

    [Fact]
    public async Task Report_OfAnEmptyStudy_SaysSo()
    {
        await using Study study = await Study.OpenAsync("s");
        Assert.Contains("No trial is complete yet", (await study.ReportAsync()).ToHtml());
    }

    [Fact]
    public void Importance_OfKnownTrials_IsThePeers()
    {
        var ranges = new Dictionary<string, ParameterRange>
        {
            ["x"] = ParameterRange.Float(0, 1), ["lr"] = ParameterRange.Float(1e-5, 1, log: true), ["d"] = ParameterRange.Int(1, 12), ["k"] = ParameterRange.Choice("a", "b", "c"), ["w"] = ParameterRange.Int(1, 64, log: true), ["m"] = ParameterRange.Float(0, 1),
        };
        IReadOnlyDictionary<string, double> found = ParameterImportance.Of([StudyDirection.Minimize], ranges, Enumerable.Range(0, 60).Select(Trial));

        // Optuna 5's PedAnovaImportanceEvaluator on the same trials.
        Dictionary<string, double> expected = new() { ["x"] = 0.42731726520286717, ["m"] = 0.3271666401387835, ["lr"] = 0.13626664720296194, ["k"] = 0.09398128561106366, ["w"] = 0.014642869162413127, ["d"] = 0.0006252926819105312 };
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, e => Assert.Equal(e.Value, found[e.Key], 1e-6));

        static TrialRecord Trial(int n)
        {
            double x = n * 37 % 61 / 60.0, lr = Math.Pow(10, -5 + (5 * (n * 17 % 59 / 58.0))), m = n * 11 % 53 / 52.0;
            int d = 1 + (n * 7 % 12), k = n * 5 % 3, w = 1 + (n * 13 % 64);
            var parameters = new Dictionary<string, double> { ["x"] = x, ["lr"] = lr, ["d"] = d, ["k"] = k, ["w"] = w };
            double value = Math.Pow(x - 0.3, 2) + (0.02 * Math.Pow(Math.Log10(lr) + 2, 2)) + (k == 0 ? 0.2 : 0) + (0.002 * d);
            if (k == 1)
            {
                parameters["m"] = m;
                value += 0.1 * m;
            }

            return new TrialRecord { Number = n, State = TrialState.Complete, Parameters = parameters, Values = [value] };
        }
    }
}
