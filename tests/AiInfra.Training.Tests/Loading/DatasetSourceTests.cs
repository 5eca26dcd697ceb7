using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loading;

public sealed class DatasetSourceTests
{
    private const int Rows = 1000;

    // Four files of 300, 300, 300 and 100 rows, in row groups of 100.
    private static async Task<Dataset> WriteAsync(AiInfraStore store)
    {
        var schema = new RowSchema([new Column("n", ValueKind.Number), new Column("other", ValueKind.Number)]);
        double[] numbers = [.. Enumerable.Range(0, Rows).Select(i => (double)i)];
        var rows = new RowBatch(schema, [new NumberColumn(numbers), new NumberColumn(numbers)]);
        DatasetWriter writer = new DatasetRepository(store.Catalog, store.Artifacts).CreateWriter("numbers", schema, new DatasetWriteOptions { RowGroupRows = 100, FileRows = 300 });
        await using (writer)
        {
            await writer.AppendAsync(rows);
            return await writer.CommitAsync();
        }
    }

    private static Batch Convert(RowBatch rows)
    {
        Tensor input = tensor(rows.Numbers("n"));
        return new Batch(input);
    }

    private static async Task<List<double[]>> ReadAsync(DatasetSource source, long epoch = 0, long first = 0)
    {
        var read = new List<double[]>();
        await foreach (Batch batch in source.ReadAsync(epoch, first))
        {
            read.Add(batch.Input.data<double>().ToArray());
            Assert.Equal(read[^1].Select(n => (long)n), batch.RowIds);
            batch.Dispose();
        }

        return read;
    }

    [Theory]
    [InlineData(64, 100, 3)]
    [InlineData(7, 64, 2)]
    [InlineData(1000, 100, 3)]
    [InlineData(333, 1000, 1)]
    public async Task Read_Shuffled_HasEveryRowOnceAndResumesAnywhere(int batchSize, int blockRows, int windowBlocks)
    {
        using var folder = new TemporaryFolder();
        using AiInfraStore store = AiInfraStore.Open(folder.Path);
        Dataset dataset = await WriteAsync(store);
        var source = new DatasetSource(dataset, Convert, new DatasetSourceOptions { BatchSize = batchSize, BlockRows = blockRows, WindowBlocks = windowBlocks, ShuffleSeed = 5, Columns = ["n"] });
        List<double[]> whole = await ReadAsync(source, 1);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (double)i), whole.SelectMany(b => b).Order());
        Assert.Equal(source.BatchesInEpoch, whole.Count);
        Assert.All(whole.SkipLast(1), b => Assert.Equal(batchSize, b.Length));
        for (int first = 0; first < whole.Count; first += Math.Max(1, whole.Count / 9))
        {
            Assert.Equal(whole.Skip(first), await ReadAsync(source, 1, first));
        }

        Assert.NotEqual(whole.SelectMany(b => b), (await ReadAsync(source, 2)).SelectMany(b => b));
    }

    [Fact]
    public async Task Read_InOrder_IsTheDataset()
    {
        using var folder = new TemporaryFolder();
        using AiInfraStore store = AiInfraStore.Open(folder.Path);
        var source = new DatasetSource(await WriteAsync(store), Convert, new DatasetSourceOptions { BatchSize = 128, BlockRows = 90, WindowBlocks = 2 });
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (double)i), (await ReadAsync(source)).SelectMany(b => b));
        Assert.Equal(Enumerable.Range(640, 360).Select(i => (double)i), (await ReadAsync(source, 0, 5)).SelectMany(b => b));
    }

    [Fact]
    public async Task Read_WithOneWindowForAll_IsAShuffleOfAllRows()
    {
        using var folder = new TemporaryFolder();
        using AiInfraStore store = AiInfraStore.Open(folder.Path);
        var source = new DatasetSource(await WriteAsync(store), Convert, new DatasetSourceOptions { BatchSize = 100, ShuffleSeed = 1 });
        double[] first = (await ReadAsync(source))[0];

        // Of the first hundred of all rows about ten come from each tenth of the dataset.
        Assert.All(first.CountBy(n => (int)n / 100), c => Assert.InRange(c.Value, 1, 25));
        Assert.Equal(10, first.Select(n => (int)n / 100).Distinct().Count());
    }

    [Fact]
    public async Task Create_WithAColumnThatIsNotThere_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using AiInfraStore store = AiInfraStore.Open(folder.Path);
        Dataset dataset = await WriteAsync(store);
        Assert.Throws<ArgumentException>(() => new DatasetSource(dataset, Convert, new DatasetSourceOptions { Columns = ["m"] }));
    }
}
