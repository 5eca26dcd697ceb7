// <readme> docs/tuning.md 1
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Pruners;
// </readme>
using AiInfra.Core.Studies;
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 1 of docs/tuning.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class TuningPageTests
{
    [Fact]
    public async Task Page_Study_FindsTheBestAndPrunes()
    {
        using var folder = new ReadmeFolder();

        // <readme> docs/tuning.md 1
        await using Study study = await Study.OpenAsync("curve", new StudyOptions { MaxTrials = 60, Pruner = new MedianPruner() });
        StudyResult found = await study.RunAsync(trial =>
        {
            double rate = trial.Float("rate", 1e-5, 1, log: true);
            int depth = trial.Int("depth", 1, 12);
            double momentum = trial.Choice("optimizer", "adam", "sgd") == "sgd" ? trial.Float("momentum", 0, 1) : 0.9;   // asked only where it matters
            double loss = Math.Pow(Math.Log10(rate) + 2.5, 2) + (0.1 * Math.Pow(depth - 7, 2)) + Math.Abs(momentum - 0.9);
            for (int epoch = 0; epoch < 10; epoch++)
            {
                trial.Report(epoch, loss + (1.0 / (1 + epoch)));
                if (trial.ShouldPrune())
                {
                    return trial.Pruned();                                   // worse than the median of the others at this epoch
                }
            }

            return loss;
        });
        Console.WriteLine($"{found.Best.Value:0.000} with rate {found.Best.Float("rate")}, depth {found.Best.Int("depth")}, {found.Best.Choice("optimizer")}");
        await (await study.ReportAsync()).WriteAsync("report.html");         // pictures: history, importance, slices, contour, parallel coordinates
        // </readme>

        Assert.InRange(found.Best.Value, 0, 1);
        Assert.Equal(60, found.Trials.Count);
        Assert.Contains(found.Trials, t => t.State == TrialState.Pruned);
        Assert.Contains("<html", await File.ReadAllTextAsync("report.html"), StringComparison.OrdinalIgnoreCase);
    }
}
