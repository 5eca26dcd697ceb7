using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>What code of one's own does wrong is told with its name, and with the report.</summary>
public sealed class OwnFaultTests
{
    private static readonly RowSchema s_schema = new([new Column("id", ValueKind.Number)]);

    [Fact]
    public async Task Step_ThatThrows_IsNamedWithItsRowsAndTheReport()
    {
        var e = await FailsAsync(Ingestion().Step(new Bad(r => throw new KeyNotFoundException("no such key"))));
        Assert.Contains("Step 'bad' (1) failed at rows 1 to 2 of numbers: KeyNotFoundException: no such key.", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, e.Report!.Read);
        Assert.IsType<KeyNotFoundException>(e.InnerException);
    }

    [Fact]
    public async Task Step_ThatGivesNull_IsNamed() =>
        Assert.Contains("Step 'bad'", (await FailsAsync(Ingestion().Step(new Bad(_ => null!)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("throws", "InvalidOperationException: no answer")]
    [InlineData("null", "A batch is null")]
    [InlineData("rows", "Rows of a batch is null")]
    public async Task Source_ThatFails_IsNamed(string how, string said)
    {
        var e = await FailsAsync(new IngestionBuilder<Row>("numbers").From(new Numbers(how)));
        Assert.Contains("Source numbers failed after 2 rows", e.Message, StringComparison.Ordinal);
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Report);
    }

    [Fact]
    public async Task Source_WhosePositionStandsStill_IsRefusedInPlaceOfAppendingAgain()
    {
        using var store = new Store();
        IngestionPipeline ingestion = new IngestionBuilder<Row>("numbers").From(new Numbers("stuck")).Continue().Build();
        await ingestion.RunAsync(store.Datasets);
        var e = await Assert.ThrowsAsync<IngestionException>(() => ingestion.RunAsync(store.Datasets));
        Assert.Contains("the position that it began at", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await store.Datasets.OpenAsync("numbers")).Rows);
    }

    private static IngestionBuilder<Row> Ingestion() => new IngestionBuilder<Row>("numbers").From(new Numbers(""));

    private static async Task<IngestionException> FailsAsync(IngestionBuilder<Row> builder)
    {
        using var store = new Store();
        return await Assert.ThrowsAsync<IngestionException>(() => builder.Build().RunAsync(store.Datasets));
    }

    private sealed class Numbers(string how) : IResumableSource
    {
        public string Name => "numbers";

        public long? Length => null;

        public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => new(s_schema);

        public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken = default) => ReadFromAsync(null, cancellationToken);

        public async IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            var rows = new RowBatchBuilder(s_schema);
            rows.Add([Value.Of(1)], line: 1);
            rows.Add([Value.Of(2)], line: 2);
            yield return new SourceBatch(rows.Build(), [], 0) { Position = new SourcePosition("numbers/1", "2") };
            switch (how)
            {
                case "throws":
                    throw new InvalidOperationException("no answer");
                case "null":
                    yield return null!;
                    break;
                case "rows":
                    yield return new SourceBatch(null!, [], 0);
                    break;
                default:
                    break;
            }
        }
    }

    private sealed class Bad(Func<RowBatch, RowBatch> apply) : IIngestionStep
    {
        public string Name => "bad";

        public string Version => "1";

        public IIngestionStepRun Begin(IngestionStepContext context) => new Run(apply);

        private sealed class Run(Func<RowBatch, RowBatch> apply) : IIngestionStepRun
        {
            public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken) => new(apply(rows));
        }
    }
}
