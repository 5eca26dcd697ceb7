// <readme> docs/tuning.md 2
using AiInfra.Core.Catalog;
using AiInfra.Core.Studies;
using AiInfra.Sqlite;
using AiInfra.Training.Tuning;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 2 of docs/tuning.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class TuningPageStoreTests
{
    [Fact]
    public async Task Page_StudyInAStore_EndsAfterAllTrials()
    {
        using var folder = new ReadmeFolder();

        // <readme> docs/tuning.md 2
        using AiInfraStore store = AiInfraStore.Open("data");
        await using Study study = await Study.OpenAsync("curve", new StudyOptions { MaxTrials = 200, Workers = 2, Retries = 2 }, store.Catalog.GetRequiredStore<IStudyStore>());
        StudyResult found = await study.RunAsync(trial => Math.Abs(trial.Float("x", -10, 10) - 3));
        // </readme>

        Assert.Equal(200, found.Trials.Count);
        Assert.InRange(found.Best.Float("x"), 2.5, 3.5);
        await using Study again = await Study.OpenAsync("curve", new StudyOptions { MaxTrials = 200 }, store.Catalog.GetRequiredStore<IStudyStore>());
        Assert.Equal(found.Best.Value, (await again.RunAsync((Func<Trial, double>)(_ => throw new InvalidOperationException("No trial is left.")))).Best.Value);
    }
}
