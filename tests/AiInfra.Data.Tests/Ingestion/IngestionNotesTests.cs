using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Hosting;
using AiInfra.Data.Ingestion;
using AiInfra.Support.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>What a source found out is told wherever somebody looks.</summary>
public sealed class IngestionNotesTests
{
    private const string Ambiguous = "id;n;place\n1;500;x\n2;1.234;-\n3;600;y;;\n";

    [Fact]
    public async Task Run_Notes_AreInReportCommitAndRun()
    {
        await using TestStore store = await TestStore.CreateAsync();
        IngestionResult result = await new IngestionBuilder<Row>("d").Csv(store.Files.File("f.csv", Ambiguous)).Build().RunAsync(store.Datasets);
        Assert.Contains(result.Report.Notes, n => n is { Column: "n", IsGuess: true });
        Assert.Contains(result.Report.Notes, n => n is { Kind: IngestionNoteKind.Missing, Column: "place", Count: 1 });
        Assert.Contains(result.Report.Notes, n => n is { Kind: IngestionNoteKind.Width, Count: 1 });
        string kept = result.Dataset.Commit.Metadata["ingestion.notes"];
        Assert.Equal(result.Report.Notes.Count, kept.Split('\n').Length);
        Run run = (await store.Catalog.Runs.FindAsync(result.Report.RunId))!;
        Assert.Equal((kept, 1.0), (run.Tags["ingestion.notes"], run.Metrics["guesses"]));
    }

    [Fact]
    public async Task Run_Strict_RefusesAGuessAndNamesTheOption()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", Ambiguous);
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => new IngestionBuilder<Row>("d").Csv(path).Strict().Build().RunAsync(store.Datasets));
        Assert.Contains("DecimalMark", e.Message, StringComparison.Ordinal);
        IngestionResult decided = await new IngestionBuilder<Row>("d").Csv(path, o => o.DecimalMark = ',').Strict().Build().RunAsync(store.Datasets);
        Assert.Equal(3, decided.Report.Written);
    }

    [Fact]
    public async Task Run_ManyBatches_CountsAddUp()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 150_000).Select(i => i % 10 == 0 ? $"{i},?\n" : $"{i},1.5\n")));
        IngestionResult result = await new IngestionBuilder<Row>("d").Csv(path).Build().RunAsync(store.Datasets);
        Assert.Equal(15_000, Assert.Single(result.Report.Notes).Count);
    }

    [Fact]
    public async Task Runner_Logs_GuessesAndRowsPutAsideAsWarnings()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var log = new LogLines<IngestionRunner>();
        string path = store.Files.File("f.csv", Ambiguous + "4;5;z;too;many\n");
        IngestionPipeline pipeline = new IngestionBuilder<Row>("d").Csv(path).Configure(o => o.MaxBadShare = 0.5).Build();
        await new IngestionRunner([pipeline], store.Datasets, log).RunAsync("d");
        Assert.Contains(log.All, l => l.Level == LogLevel.Warning && l.Text.Contains("DecimalMark", StringComparison.Ordinal));
        Assert.Contains(log.All, l => l.Level == LogLevel.Warning && l.Text.Contains("put 1 rows aside (ragged)", StringComparison.Ordinal));
        Assert.Contains(log.All, l => l.Level == LogLevel.Information && l.Text.Contains("'-' is taken for no value", StringComparison.Ordinal));
    }
}
