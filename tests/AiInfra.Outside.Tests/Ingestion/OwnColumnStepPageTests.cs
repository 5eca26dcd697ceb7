// <readme> docs/own-sources-and-steps.md 2
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
// </readme>

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>Block 2 of docs/own-sources-and-steps.md.</summary>
public sealed class OwnColumnStepPageTests
{
    [Fact]
    public async Task Step_OverColumns_DropsShortTexts()
    {
        // <readme> docs/own-sources-and-steps.md 2
        IngestionPipeline ingestion = new IngestionBuilder<Row>("texts").From(Texts(), "texts").Step(new DropShort("text", 20)).Build();

        static async IAsyncEnumerable<Row> Texts()
        {
            yield return new Row(new RowSchema([new Column("text", ValueKind.Text)]), [Value.Of("short")]);
            await Task.CompletedTask;
        }
        // </readme>
        using var store = new Store();
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ingestion.RunAsync(store.Datasets, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("1 too-short", e.Message, StringComparison.Ordinal);
    }

    // <readme> docs/own-sources-and-steps.md 2
    sealed class DropShort(string column, int least) : IIngestionStep
    {
        public string Name => "drop-short";
        public string Version => $"1: {column}, {least}";                  // kept with every run: raise it when the code changes
        public IReadOnlyList<string> Reads => [column];                    // a run without that column stops before its first row
        public IIngestionStepRun Begin(IngestionStepContext context) => new Run(column, least, context);

        sealed class Run(string column, int least, IngestionStepContext context) : IIngestionStepRun
        {
            public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken)
            {
                bool[] gone = [.. rows.Texts(column).Select(t => (t ?? "").Length < least)];
                context.Drop("too-short", gone.Count(g => g));
                return new(rows.Without(gone));
            }
        }
    }
    // </readme>
}
