using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>Steps with outcomes of their own, written with what is public.</summary>
public sealed class OwnStepTests
{
    private static readonly Change[] s_log =
    [
        new(1, "a", "call me at a@example.org please", "1"), new(2, "b", "b@example.org", "2"), new(3, "c", "the parcel is late again", "3"),
        new(4, "d", "the parcel is late", "4"), new(5, "e", "all is well", "5"),
    ];

    [Fact]
    public async Task Run_StepsWithOutcomesOfTheirOwn_ReconcileAndStandEverywhere()
    {
        using var store = new Store();
        (Dataset dataset, IngestionReport report) = await new IngestionBuilder<Row>("messages").From(new ChangeLogSource(s_log))
            .Step(new RedactEmails("message")).Step(new DropNearDuplicates("message", 0.7)).Build().RunAsync(store.Datasets);
        Assert.Equal("5 = 3 written + 0 quarantined + 0 filtered + 0 duplicate + 1 near-duplicate + 1 only-personal", $"{report.Read} = {string.Join(" + ", report.Outcomes.Select(o => $"{o.Value} {o.Key}"))}");
        Assert.True(report.Reconciles);
        Assert.Equal(1, report.Changes["redacted"]);
        Assert.Equal(["call me at [e-mail] please", "the parcel is late again", "all is well"], (await dataset.ReadColumnsAsync(["message"])).Texts("message"));
        Assert.Contains("near-duplicate", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("only-personal", report.ToHtml(), StringComparison.Ordinal);
        Run run = (await store.Opened.Catalog.Runs.FindAsync(report.RunId))!;
        Assert.Equal((1, 1, 1), (run.Metrics["rows/near-duplicate"], run.Metrics["rows/only-personal"], run.Metrics["changed/redacted"]));
        Assert.Equal("redact-emails (1: message) → near-duplicates (1: message, 0.7)", run.Parameters["steps"]);
    }

    [Fact]
    public async Task Step_OverRecords_DropsRejectsAndChangesUnderItsNames()
    {
        using var store = new Store();
        IngestionReport report = (await new IngestionBuilder<Message>("messages").From(new ChangeLogSource(s_log))
            .Step("tidy", m => m.Sequence > 4 ? StepResult.Drop("late")
                : m.Customer == "b" ? StepResult.Reject("unknown-customer", "b left")
                : m.Customer == "c" ? StepResult.Change("anonymous", m with { Customer = "?" })
                : m, version: "2")
            .Configure(o => o.MaxBadShare = 1)
            .Build().RunAsync(store.Datasets)).Report;
        Assert.Equal((3, 1, 1), (report.Written, report.Outcomes["late"], report.Reasons["unknown-customer"]));
        Assert.Equal(1, report.Changes["anonymous"]);
        Assert.True(report.Reconciles);
    }

    [Fact]
    public async Task Run_StepThatLosesARow_FailsAndNamesIt()
    {
        using var store = new Store();
        IngestionPipeline pipeline = new IngestionBuilder<Row>("messages").From(new ChangeLogSource(s_log)).Step(new Faulty(rows => rows.Slice(1, rows.Count - 1))).Build();
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => pipeline.RunAsync(store.Datasets));
        Assert.Contains("'faulty' took 2 rows", e.Message, StringComparison.Ordinal);
        Assert.Null(await store.Datasets.FindAsync("messages"));
    }

    [Fact]
    public async Task Run_StepThatMakesRows_Fails()
    {
        using var store = new Store();
        IngestionPipeline pipeline = new IngestionBuilder<Row>("messages").From(new ChangeLogSource(s_log)).Step(new Faulty(rows => RowBatch.Concat(rows.Schema, [rows, rows]))).Build();
        Assert.Contains("makes no rows", (await Assert.ThrowsAsync<IngestionException>(() => pipeline.RunAsync(store.Datasets))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StepThatGivesOtherColumnsThanItSaid_Fails()
    {
        using var store = new Store();
        IngestionPipeline pipeline = new IngestionBuilder<Row>("messages").From(new ChangeLogSource(s_log)).Step(new Faulty(rows => rows.Select(["message"]))).Build();
        Assert.Contains("said that it gives", (await Assert.ThrowsAsync<IngestionException>(() => pipeline.RunAsync(store.Datasets))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_ColumnThatTheRecordDoesNotHave_IsRefusedWhenComposed() =>
        Assert.Throws<ArgumentException>(() => new IngestionBuilder<Message>("messages").From(new ChangeLogSource(s_log)).Step(new RedactEmails("text")));

    [Fact]
    public void Step_GivesOtherColumnsThanTheRecord_IsRefusedWhenComposed()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new IngestionBuilder<Message>("messages").From(new ChangeLogSource(s_log)).Step(new Faulty(r => r, _ => new RowSchema([new Column("x", ValueKind.Number)]))));
        Assert.Contains("Step<TOut>", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_StepAlone_TellsItsContext()
    {
        var context = new IngestionStepContext("test");
        var rows = new RowBatchBuilder(new RowSchema([new Column("message", ValueKind.Text)]));
        rows.Add([Value.Of("x@example.org")]);
        rows.Add([Value.Of("hello")]);
        await using IIngestionStepRun run = new RedactEmails("message").Begin(context);
        Assert.Single(await run.ApplyAsync(rows.Build(), TestContext.Current.CancellationToken));
        Assert.Equal(1, context.Dropped["only-personal"][""]);
    }

    [Theory]
    [InlineData("written")]
    [InlineData("quarantined")]
    [InlineData("Near duplicate")]
    public void Drop_NameThatIsNone_IsRefused(string outcome) => Assert.Throws<ArgumentException>(() => new IngestionStepContext("test").Drop(outcome, 1));

    private sealed record Message(long Sequence, string? Customer, [property: System.ComponentModel.DataAnnotations.Schema.Column("message")] string? Text);

    private sealed class Faulty(Func<RowBatch, RowBatch> apply, Func<RowSchema, RowSchema>? gives = null) : IIngestionStep
    {
        public string Name => "faulty";

        public string Version => "1";

        public RowSchema? Gives(RowSchema rows) => gives?.Invoke(rows) ?? rows;

        public IIngestionStepRun Begin(IngestionStepContext context) => new Run(apply);

        private sealed class Run(Func<RowBatch, RowBatch> apply) : IIngestionStepRun
        {
            public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken) => new(apply(rows));
        }
    }
}
