// <readme> docs/own-sources-and-steps.md 3
using System.Globalization;
using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Sqlite;
// </readme>
using AiInfra.Readmes;

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>Block 3 of docs/own-sources-and-steps.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class OwnSourcePageTests
{
    [Fact]
    public async Task Source_LogThatGrows_IsReadOn()
    {
        using var folder = new ReadmeFolder();

        // <readme> docs/own-sources-and-steps.md 3
        using AiInfraStore store = AiInfraStore.Open("data");
        var log = new List<(long Id, string Text)> { (1, "a"), (2, "b") };
        IngestionPipeline ingestion = new IngestionBuilder<Row>("log").From(new LogSource(log)).Continue().Build();
        var datasets = new DatasetRepository(store.Catalog, store.Artifacts);
        await ingestion.RunAsync(datasets);                                    // two rows
        log.Add((3, "c"));
        await ingestion.RunAsync(datasets);                                    // one more
        // </readme>
        Assert.Equal(3, (await datasets.OpenAsync("log", cancellationToken: TestContext.Current.CancellationToken)).Rows);
    }

    // <readme> docs/own-sources-and-steps.md 3
    sealed class LogSource(IReadOnlyList<(long Id, string Text)> log) : IResumableSource
    {
        static readonly RowSchema s_schema = new([new Column("id", ValueKind.Number), new Column("text", ValueKind.Text)]);
        public string Name => "memory://log";
        public long? Length => null;
        public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => new(s_schema);
        public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken = default) => ReadFromAsync(null, cancellationToken);

        public async IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            long after = position is null ? 0 : long.Parse(position.Require("log/1", Name), CultureInfo.InvariantCulture);
            foreach ((long Id, string Text)[] entries in log.Where(e => e.Id > after).Chunk(4096))
            {
                await Task.Yield();
                var rows = new RowBatchBuilder(s_schema);
                foreach ((long id, string text) in entries)
                {
                    rows.Add([Value.Of(id), Value.Of(text)], line: id);
                }

                yield return new SourceBatch(rows.Build(), [], 0) { Position = new SourcePosition("log/1", entries[^1].Id.ToString(CultureInfo.InvariantCulture)) };
            }
        }
    }
    // </readme>
}
