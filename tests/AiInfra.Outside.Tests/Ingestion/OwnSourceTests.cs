using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>A source with positions and kinds, written with what is public.</summary>
public sealed class OwnSourceTests
{
    private readonly List<Change> _log = [.. Enumerable.Range(1, 7).Select(Entry)];

    [Fact]
    public async Task Continue_LogThatGrows_EveryEntryOnceAndInOrder()
    {
        using var store = new Store();
        IngestionReport first = (await RunAsync(store)).Report;
        _log.AddRange(Enumerable.Range(8, 5).Select(Entry));
        (Dataset dataset, IngestionReport second) = await RunAsync(store);
        Assert.Equal((7, 5, 12), (first.Written, second.Written, dataset.Rows));
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (double)i), (await dataset.ReadColumnsAsync(["sequence"])).Numbers("sequence"));
    }

    [Fact]
    public async Task Continue_NothingNew_MakesNoCommitAndSaysSo()
    {
        using var store = new Store();
        string first = (await RunAsync(store)).Dataset.Commit.Id;
        IngestionResult again = await RunAsync(store);
        Assert.Equal(first, again.Dataset.Commit.Id);
        Assert.Equal((0, 0), (again.Report.Read, again.Report.Written));
        Assert.Contains(again.Report.Notes, n => n.Text.Contains("nothing new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Continue_ConnectionBreaksInBetween_NextRunTakesAllOfItOnce()
    {
        using var store = new Store();
        await RunAsync(store);
        _log.AddRange(Enumerable.Range(8, 9).Select(Entry));
        await Assert.ThrowsAsync<IngestionException>(() => RunAsync(store, breaksAfter: 5));
        Assert.Equal(7, (await store.Datasets.OpenAsync("changes")).Rows);
        Dataset dataset = (await RunAsync(store)).Dataset;
        Assert.Equal(Enumerable.Range(1, 16).Select(i => (double)i), (await dataset.ReadColumnsAsync(["sequence"])).Numbers("sequence"));
    }

    [Fact]
    public async Task WithKinds_RecordHoldsAllDigits_SourceGivesThem()
    {
        using var store = new Store();
        _log.Add(new Change(8, "c", "m", "9007199254740993"));
        _log.Add(new Change(9, "c", "m", "many"));
        (Dataset dataset, IngestionReport report) = await new IngestionBuilder<Payment>("payments").From(new ChangeLogSource(_log)).Configure(o => o.MaxBadShare = 1).Build().RunAsync(store.Datasets);
        Assert.Equal((8, 1), (report.Written, report.Reasons["wrong-kind"]));
        Assert.Equal(9007199254740993, (await dataset.ReadAsync<Payment>().ToListAsync())[^1].Amount);
    }

    [Fact]
    public void Continue_SourceWithoutPositions_IsRefusedWhenComposed()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => new IngestionBuilder<Row>("changes").From(new ChangeLogSource(_log)).Take(3).Continue().Build());
        Assert.Contains("IResumableSource", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continue_PositionOfAnotherSource_IsRefusedNamingBothFormats()
    {
        using var store = new Store();
        await RunAsync(store);
        var other = new ForeignSource(new ChangeLogSource(_log));
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => new IngestionBuilder<Row>("changes").From(other).Continue("memory://changes").Build().RunAsync(store.Datasets));
        Assert.Contains("'change-log/1'", e.Message, StringComparison.Ordinal);
        Assert.Contains("'foreign/1'", e.Message, StringComparison.Ordinal);
    }

    private static Change Entry(int i) => new(i, $"c{i % 3}", $"message {i}", $"{i}");

    private Task<IngestionResult> RunAsync(Store store, int? breaksAfter = null) =>
        new IngestionBuilder<Row>("changes").From(new ChangeLogSource(_log) { BreaksAfter = breaksAfter }).Continue().Build().RunAsync(store.Datasets);

    private sealed record Payment(string? Customer, long? Amount);

    private sealed class ForeignSource(ChangeLogSource inner) : IResumableSource
    {
        public string Name => inner.Name;

        public long? Length => null;

        public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => inner.GetSchemaAsync(cancellationToken);

        public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken = default) => inner.ReadAsync(cancellationToken);

        public IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, CancellationToken cancellationToken = default)
        {
            position?.Require("foreign/1", Name);
            return inner.ReadFromAsync(null, cancellationToken);
        }
    }
}
