using AiInfra.Core.Pipelines;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>Plans, and why a step runs.</summary>
public sealed class PipelineExplainTests : PipelineRunnerRig
{
    [Fact]
    public async Task Plan_BeforeAnything_SaysNeverRanAndWhatWaits()
    {
        PipelinePlan plan = await Runner.PlanAsync(Daily().Pipeline, With("2"));
        Assert.Equal([PlannedAction.Runs, PlannedAction.MayRun, PlannedAction.MayRun], plan.Steps.Select(s => s.Action));
        Assert.Equal("read: runs, because it never ran", plan.Steps[0].ToString());
        Assert.Equal("", Ran);
    }

    [Fact]
    public async Task Explain_ParameterChanged_NamesItWithBothValues()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        PlannedStep step = await Runner.ExplainAsync(Daily().Pipeline, "scale", With("5"));
        Assert.Equal("scale: runs, because parameter 'rate' changed from '2' to '5'", step.ToString());
    }

    [Fact]
    public async Task Explain_CodeChanged_NamesBothVersions()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        PlannedStep step = await Runner.ExplainAsync(Daily(doubleVersion: "7").Pipeline, "scale", With("2"));
        Assert.Equal([new StepReason(StepReasonKind.CodeChanged, From: "1", To: "7")], step.Reasons);
    }

    [Fact]
    public async Task Explain_InputChanged_NamesTheInput()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        var onlyRead = new Pipeline("daily");
        onlyRead.Step("read", "2", (c, _) => Note(c, 4));
        await Runner.RunAsync(onlyRead);
        PlannedStep step = await Runner.ExplainAsync(Daily(readVersion: "2", value: 4).Pipeline, "scale", With("2"));
        Assert.Equal((StepReasonKind.InputChanged, "read"), (step.Reasons[0].Kind, step.Reasons[0].Name));
    }

    [Fact]
    public async Task Explain_FailedBefore_SaysHow()
    {
        var p = new Pipeline("p");
        p.Step<int>("bad", "1", (_, _) => throw new InvalidDataException("no rows"));
        await Assert.ThrowsAsync<PipelineFailedException>(() => Runner.RunAsync(p));
        Assert.Equal("bad: runs, because it failed before: InvalidDataException: no rows", (await Runner.ExplainAsync(p, "bad")).ToString());
    }
}
