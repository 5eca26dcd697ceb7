using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Data.Datasets;

namespace AiInfra.Data.Tests.Datasets;

public sealed class DatasetCommitTests
{
    private static readonly RowSchema s_n = new([new("n", ValueKind.Number)]);
    private static readonly RowSchema s_nt = new([new("n", ValueKind.Number), new("t", ValueKind.Text)]);

    private static IEnumerable<Row> Numbers(params double[] values) => values.Select(v => new Row(s_n, [v]));

    private static DatasetWriteOptions Append => new() { Mode = DatasetWriteMode.Append };

    [Fact]
    public async Task Write_NoRows_ClearErrorAndNoCommit()
    {
        await using TestStore store = await TestStore.CreateAsync();
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => store.Datasets.WriteAsync("d", Numbers()));
        Assert.Contains("empty commit is refused", e.Message, StringComparison.Ordinal);
        Assert.Null(await store.Datasets.FindAsync("d"));
    }

    [Fact]
    public async Task Write_RowOfOtherColumns_ClearErrorAndNoCommit()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Row[] rows = [new Row(s_n, [1.0]), new Row(s_nt, [1.0, "x"])];
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => store.Datasets.WriteAsync("d", rows));
        Assert.Contains("t: text", e.Message, StringComparison.Ordinal);
        Assert.Null(await store.Datasets.FindAsync("d"));
    }

    [Fact]
    public async Task Writer_DisposedWithoutCommit_NothingVisible()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await using (DatasetWriter writer = store.Datasets.CreateWriter("d", s_n))
        {
            await writer.AppendAsync(new Row(s_n, [1.0]));
        }

        Assert.Null(await store.Datasets.FindAsync("d"));
        Assert.Empty(await store.Catalog.Datasets.ListAsync());
    }

    [Fact]
    public async Task Append_ManyWritersAtOnce_AllRowsThere()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => store.Datasets.WriteAsync("d", Numbers(i), Append))));
        Dataset head = await store.Datasets.OpenAsync("d");
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (double)i), (await head.ReadRowsAsync().ToListAsync()).Select(r => r["n"].AsNumber()).Order());
        Assert.Equal(8, (await store.Datasets.LogAsync("d")).Count);
    }

    [Fact]
    public async Task Write_ExpectedHeadMoved_ClearErrorAndUnchanged()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset first = await store.Datasets.WriteAsync("d", Numbers(1));
        Dataset second = await store.Datasets.WriteAsync("d", Numbers(2));
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => store.Datasets.WriteAsync("d", Numbers(3), new DatasetWriteOptions { ExpectedHead = first.Commit.Id }));
        Assert.Contains("somebody committed in between", e.Message, StringComparison.Ordinal);
        Assert.Equal(second.Commit.Id, (await store.Datasets.OpenAsync("d")).Commit.Id);
    }

    [Fact]
    public async Task Append_RepeatedAfterACrashWithExpectedHead_CommittedOnce()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset first = await store.Datasets.WriteAsync("d", Numbers(1));
        var options = new DatasetWriteOptions { Mode = DatasetWriteMode.Append, ExpectedHead = first.Commit.Id };
        Dataset once = await store.Datasets.WriteAsync("d", Numbers(2), options);
        Dataset again = await store.Datasets.WriteAsync("d", Numbers(2), options);
        Assert.Equal(once.Commit.Id, again.Commit.Id);
        Assert.Equal(2, again.Rows);
    }

    [Fact]
    public async Task Append_RepeatedAfterACrashBeforeItsLineage_LeadsToTheSourceAndBothRuns()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var options = new DatasetWriteOptions { Mode = DatasetWriteMode.Append, ExpectedHead = "", RunId = "died" };
        Dataset once = await store.Datasets.WriteAsync("d", Numbers(1), options);
        options.RunId = "again";
        options.Inputs = [LineageNode.Source("numbers.csv")];
        await store.Datasets.WriteAsync("d", Numbers(1), options);
        IEnumerable<LineageNode> from = (await store.Catalog.Lineage.UpstreamAsync(LineageNode.Dataset(once.Commit.Id))).Select(e => e.From);
        Assert.Equal([LineageNode.Run("again"), LineageNode.Run("died"), LineageNode.Source("numbers.csv")], from.OrderBy(n => n.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Append_OtherColumnsRefused_ErrorNamesThem()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.Datasets.WriteAsync("d", Numbers(1));
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => store.Datasets.WriteAsync("d", [new Row(s_nt, [2.0, "x"])], Append));
        Assert.Contains("(n: number); the new rows have (n: number, t: text)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_UnionOfColumns_EarlierRowsAreMissingThere()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.Datasets.WriteAsync("d", Numbers(1));
        Dataset dataset = await store.Datasets.WriteAsync("d", [new Row(s_nt, [2.0, "x"])], new DatasetWriteOptions { Mode = DatasetWriteMode.Append, SchemaChange = SchemaChange.Union });
        Assert.Equal(["n=1, t=(missing)", "n=2, t=x"], (await dataset.ReadRowsAsync().ToListAsync()).Select(r => r.ToString()));
        TableSummary statistics = (await dataset.ReadStatisticsAsync())!;
        Assert.Equal((2, 1), (statistics.Rows, statistics.Find("t")!.Missing));
    }

    [Fact]
    public async Task Append_UnionWithOtherKind_ClearError()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.Datasets.WriteAsync("d", Numbers(1));
        Row row = new(new RowSchema([new("n", ValueKind.Text)]), ["one"]);
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => store.Datasets.WriteAsync("d", [row], new DatasetWriteOptions { Mode = DatasetWriteMode.Append, SchemaChange = SchemaChange.Union }));
        Assert.Contains("Column 'n'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branch_CommitToIt_MainStays()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.Datasets.WriteAsync("d", Numbers(1));
        await store.Datasets.BranchAsync("d", "trial");
        await store.Datasets.WriteAsync("d", Numbers(2), new DatasetWriteOptions { Branch = "trial", Mode = DatasetWriteMode.Append });
        Assert.Equal(1, (await store.Datasets.OpenAsync("d")).Rows);
        Assert.Equal(2, (await store.Datasets.OpenAsync("d", "trial")).Rows);
    }

    [Fact]
    public async Task Open_EarlierCommit_StillReadable()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset first = await store.Datasets.WriteAsync("d", Numbers(1, 2));
        await store.Datasets.WriteAsync("d", Numbers(3));
        Dataset again = await store.Datasets.OpenCommitAsync(first.Commit.Id);
        Assert.Equal([1, 2], (await again.ReadRowsAsync().ToListAsync()).Select(r => r["n"].AsNumber()));
    }

    [Fact]
    public async Task Open_UnknownDataset_ErrorListsThoseThereAre()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.Datasets.WriteAsync("prices", Numbers(1));
        CatalogNotFoundException e = await Assert.ThrowsAsync<CatalogNotFoundException>(() => store.Datasets.OpenAsync("prizes"));
        Assert.Contains("Datasets: prices", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DamagedFile_ClearErrorNamesDatasetAndFile()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset dataset = await store.Datasets.WriteAsync("d", Numbers([.. Enumerable.Range(0, 1000).Select(i => (double)i)]));
        await DamageAsync(store, dataset.Commit.Files[0].Digest);
        DatasetDamagedException e = await Assert.ThrowsAsync<DatasetDamagedException>(async () => await dataset.ReadRowsAsync().ToListAsync());
        Assert.Contains($"Dataset 'd', commit {dataset.Commit.Id}: file '{dataset.Commit.Files[0].Path}'", e.Message, StringComparison.Ordinal);
        Assert.IsType<ArtifactDamagedException>(e.InnerException);
    }

    [Fact]
    public async Task Verify_DamagedAndLostFiles_AllNamed()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.Datasets.WriteAsync("d", Numbers(1));
        await store.Datasets.WriteAsync("d", Numbers(2), Append);
        Dataset dataset = await store.Datasets.WriteAsync("d", Numbers(3), Append);
        Assert.True((await dataset.VerifyAsync()).IsIntact);
        await DamageAsync(store, dataset.Commit.Files[0].Digest);
        await store.Artifacts.DeleteAsync(dataset.Commit.Files[1].Digest);
        DatasetCheck check = await dataset.VerifyAsync();
        Assert.Equal(2, check.Problems.Count);
        Assert.Contains(dataset.Commit.Files[0].Path, check.Problems[0], StringComparison.Ordinal);
        Assert.Contains(dataset.Commit.Files[1].Path, check.Problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_StatisticsOfText_SameAsCountedByHand()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset dataset = await store.Datasets.WriteAsync("d", Enumerable.Range(0, 1000).Select(i => new Row(s_nt, [(double)i, i % 10 == 0 ? default : Value.Of($"c{i % 3}")])));
        ColumnSummary text = (await dataset.ReadStatisticsAsync())!.Find("t")!;
        Assert.Equal((1000, 100, 3), (text.Count, text.Missing, text.Distinct));
        Assert.Equal(300, text.Categories.Single(c => c.Category == "c1").Count);
        Assert.Equal(499.5, (await dataset.ReadStatisticsAsync())!.Find("n")!.Mean, 9);
    }

    [Fact]
    public async Task Write_TemporaryFolderCannotBeMade_ErrorAndNoCommit()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string file = store.Files.File("file", "x");
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => store.Datasets.WriteAsync("d", Numbers(1), new DatasetWriteOptions { TemporaryFolder = Path.Combine(file, "below") }));
        Assert.Contains("name another folder (TemporaryFolder)", e.Message, StringComparison.Ordinal);
        Assert.Null(await store.Datasets.FindAsync("d"));
    }

    private static async Task DamageAsync(TestStore store, ArtifactDigest digest)
    {
        string path = await store.Artifacts.GetFileAsync(digest);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await File.WriteAllBytesAsync(path, bytes);
    }
}
