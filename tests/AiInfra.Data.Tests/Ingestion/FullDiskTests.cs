using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Disks;
using AiInfra.Sqlite;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>Ingestion where a disk is full or read-only, in each of the places it writes to: the dataset stays as it was, and the run says why it failed.</summary>
public sealed class FullDiskTests
{
    private const int Many = 120_000;

    [Fact]
    public async Task Run_TemporaryFolderFull_NamesItAndDatasetUnchanged()
    {
        using SmallDisk disk = SmallDisk.Mount(512);
        await using TestStore store = await TestStore.CreateAsync();
        Dataset before = await IngestAsync(store.Datasets, store.Files.File("few.csv", Csv(10)));

        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => IngestAsync(store.Datasets, store.Files.File("many.csv", Csv(Many)), o => o.TemporaryFolder = disk.Path));

        Assert.Contains($"temporary folder '{disk.Path}'", e.Message, StringComparison.Ordinal);
        Assert.Contains("The dataset is unchanged.", e.Message, StringComparison.Ordinal);
        await UnchangedAsync(store.Datasets, before, e.Message);
        Assert.Equal(512 * 1024, disk.Free);
    }

    [Fact]
    public async Task Run_TemporaryFolderFullOfQuarantine_NamesItAndDatasetUnchanged()
    {
        using SmallDisk disk = SmallDisk.Mount(512);
        await using TestStore store = await TestStore.CreateAsync();
        Dataset before = await IngestAsync(store.Datasets, store.Files.File("few.csv", Csv(10)));

        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => IngestAsync(store.Datasets, store.Files.File("bad.csv", Csv(10, bad: 20_000)), o => o.TemporaryFolder = disk.Path));

        Assert.Contains($"put aside could not be written to a file in the temporary folder '{disk.Path}'", e.Message, StringComparison.Ordinal);
        Assert.Null(e.Report!.Quarantine);
        Assert.InRange(e.Report.Quarantined, 100, 19_999);
        await UnchangedAsync(store.Datasets, before, e.Message);
    }

    [Fact]
    public async Task Run_ArtifactStoreFull_NamesItAndLeavesNothing()
    {
        using SmallDisk disk = SmallDisk.Mount(512);
        await using TestStore store = await TestStore.CreateAsync();
        using var artifacts = new FileArtifactStore(disk.File("artifacts"));
        var datasets = new DatasetRepository(store.Catalog, artifacts);
        Dataset before = await IngestAsync(datasets, store.Files.File("few.csv", Csv(10)));
        long free = disk.Free;

        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => IngestAsync(datasets, store.Files.File("many.csv", Csv(Many))));

        Assert.Contains($"no space left in the artifact store {artifacts.Root}", e.Message, StringComparison.Ordinal);
        await UnchangedAsync(datasets, before, e.Message);
        Assert.InRange(disk.Free, free - 4096, free);
        Assert.Equal(20, (await IngestAsync(datasets, store.Files.File("few.csv", Csv(20)))).Rows);
    }

    [Fact]
    public async Task Run_NoSpaceForTheQuarantine_NothingIsCommitted()
    {
        using SmallDisk disk = SmallDisk.Mount(512);
        await using TestStore store = await TestStore.CreateAsync();
        using var artifacts = new FileArtifactStore(disk.File("artifacts"));
        var datasets = new DatasetRepository(store.Catalog, artifacts);
        Dataset before = await IngestAsync(datasets, store.Files.File("few.csv", Csv(10)));

        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => IngestAsync(datasets, store.Files.File("bad.csv", Csv(10, bad: 20_000))));

        Assert.Contains("put aside could not be written to the artifact store", e.Message, StringComparison.Ordinal);
        Assert.Equal((20_000, 0), (e.Report!.Quarantined, e.Report.Written));
        await UnchangedAsync(datasets, before, e.Message);
    }

    [Fact]
    public async Task Run_QuarantineFolderFull_NamesTheFileAndNothingIsCommitted()
    {
        using SmallDisk disk = SmallDisk.Mount(512);
        await using TestStore store = await TestStore.CreateAsync();
        Dataset before = await IngestAsync(store.Datasets, store.Files.File("few.csv", Csv(10)));

        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => IngestAsync(store.Datasets, store.Files.File("bad.csv", Csv(10, bad: 20_000)), o => o.QuarantineFolder = disk.Path));

        Assert.Contains(disk.File("readings-quarantine.jsonl"), e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(disk.File("readings-quarantine.jsonl")));
        await UnchangedAsync(store.Datasets, before, e.Message);
    }

    [Fact]
    public async Task Run_CatalogFullToo_TheFirstErrorIsToldAndTheNextRunWorks()
    {
        using SmallDisk disk = SmallDisk.Mount(4096);
        using var files = new TemporaryFolder();
        using AiInfraStore store = AiInfraStore.Open(disk.File("store"));
        var datasets = new DatasetRepository(store.Catalog, store.Artifacts);
        Dataset before = await IngestAsync(datasets, files.File("few.csv", Csv(10)));
        string many = files.File("many.csv", Csv(Many));
        string ballast = "";
        var filled = new FillingProgress(() => ballast = disk.FillTo(0));

        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => new IngestionBuilder<Reading>("readings").Csv(many).Configure(o => o.MaxBadShare = 1).Build().RunAsync(datasets, filled));

        Assert.Contains("no space left in the artifact store", e.Message, StringComparison.Ordinal);
        Assert.Contains($"Run {e.Report!.RunId} could not be marked as ended", e.Message, StringComparison.Ordinal);
        File.Delete(ballast);
        Assert.Equal(before.Commit.Id, (await datasets.OpenAsync("readings")).Commit.Id);
        Assert.Equal(20, (await IngestAsync(datasets, files.File("few.csv", Csv(20)))).Rows);
    }

    [Fact]
    public async Task Run_ArtifactStoreReadOnly_SaysSoAndDatasetUnchanged()
    {
        using SmallDisk disk = SmallDisk.Mount(512);
        await using TestStore store = await TestStore.CreateAsync();
        Dataset before;
        using (var writable = new FileArtifactStore(disk.File("artifacts")))
        {
            before = await IngestAsync(new DatasetRepository(store.Catalog, writable), store.Files.File("few.csv", Csv(10)));
        }

        disk.MakeReadOnly();
        using var artifacts = new FileArtifactStore(disk.File("artifacts"));
        var datasets = new DatasetRepository(store.Catalog, artifacts);
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => IngestAsync(datasets, store.Files.File("few.csv", Csv(20))));

        Assert.Contains("read-only disk", e.Message, StringComparison.Ordinal);
        await UnchangedAsync(datasets, before, e.Message);
    }

    [Fact]
    public async Task Run_TemporaryFolderReadOnly_SaysSoAndDatasetUnchanged()
    {
        using SmallDisk disk = SmallDisk.Mount(512);
        await using TestStore store = await TestStore.CreateAsync();
        Dataset before = await IngestAsync(store.Datasets, store.Files.File("few.csv", Csv(10)));
        disk.MakeReadOnly();

        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => IngestAsync(store.Datasets, store.Files.File("few.csv", Csv(20)), o => o.TemporaryFolder = disk.Path));

        Assert.Contains($"temporary folder '{disk.Path}'", e.Message, StringComparison.Ordinal);
        await UnchangedAsync(store.Datasets, before, e.Message);
    }

    private static async Task<Dataset> IngestAsync(DatasetRepository datasets, string csv, Action<IngestionOptions>? configure = null) =>
        (await new IngestionBuilder<Reading>("readings").Csv(csv).Configure(o => o.MaxBadShare = 1).Configure(configure ?? (_ => { })).Replace().Build().RunAsync(datasets)).Dataset;

    /// <summary>The dataset is what it was, can be read, and the newest run failed with the reason.</summary>
    private static async Task UnchangedAsync(DatasetRepository datasets, Dataset before, string reason)
    {
        Dataset after = await datasets.OpenAsync("readings");
        Assert.Equal(before.Commit.Id, after.Commit.Id);
        Assert.Equal(before.Rows, await after.ReadRowsAsync().CountAsync());
        Run failed = Assert.Single(await datasets.Catalog.Runs.ListAsync(new RunQuery()), r => r.Status != RunStatus.Finished);
        Assert.Equal((RunStatus.Failed, reason), (failed.Status, failed.Error));
        Assert.Equal(0, failed.Metrics["rows/written"]);
    }

    /// <summary>Rows that compress badly, and rows that are put aside.</summary>
    private static string Csv(int rows, int bad = 0)
    {
        var random = new Random(1);
        return "a,b\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{random.NextDouble()},x{i}\n")) + string.Concat(Enumerable.Range(0, bad).Select(i => $"not a number,y{i}\n"));
    }

    private sealed record Reading(double A, string B);

    /// <summary>Fills the disk at the first report of progress.</summary>
    private sealed class FillingProgress(Action fill) : IProgress<IngestionProgress>
    {
        private bool _filled;

        public void Report(IngestionProgress value)
        {
            if (!_filled)
            {
                _filled = true;
                fill();
            }
        }
    }
}
