using AiInfra.Core.Pipelines;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>What is wrong with a pipeline as it is put together is told when it is registered, not in every run.</summary>
public sealed class PipelineCompositionTests : PipelineRunnerRig
{
    [Fact]
    public void Scheduler_WithoutSteps_IsRefused() => Assert.Contains("'empty' has no steps", Refused(new Pipeline("empty")), StringComparison.Ordinal);

    [Fact]
    public void Scheduler_WrongParameters_AreRefused()
    {
        var p = new Pipeline("p");
        p.Step("s", "1", (_, _) => Task.FromResult(1), new StepOptions { Parameters = ["region"] });
        Assert.Contains("'regio', which none", Refused(p, ("regio", "north")), StringComparison.Ordinal);
        Assert.Contains("'region', which is not given", Refused(p), StringComparison.Ordinal);
        _ = Scheduler(p, scheduled: true, ("region", "north"));
        _ = Scheduler(p, scheduled: false); // by hand it may be given with each run
    }

    [Fact]
    public async Task Step_ThatRunsItsOwnPipeline_FailsInPlaceOfWaitingForItself()
    {
        PipelineScheduler? scheduler = null;
        var p = new Pipeline("p");
        p.Step("s", "1", async (_, ct) => (await scheduler!.RunAsync("p", cancellationToken: ct)).Ran);
        scheduler = Scheduler(p, scheduled: false);
        var e = await Assert.ThrowsAsync<PipelineFailedException>(() => scheduler.RunAsync("p"));
        Assert.Contains("would wait for ever", e.Message, StringComparison.Ordinal);
    }

    private string Refused(Pipeline pipeline, params (string, string)[] parameters) => Assert.Throws<ArgumentException>(() => Scheduler(pipeline, scheduled: true, parameters)).Message;

    private PipelineScheduler Scheduler(Pipeline pipeline, bool scheduled, params (string Name, string Value)[] parameters) => new(
        [new ScheduledPipeline(pipeline, scheduled ? new PipelineSchedule("* * * * *") : null) { Parameters = parameters.ToDictionary(p => p.Name, p => p.Value) }], Runner, Store.Ledger);
}
