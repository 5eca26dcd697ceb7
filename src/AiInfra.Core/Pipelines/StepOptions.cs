namespace AiInfra.Core.Pipelines;

/// <summary>How a step runs.</summary>
public sealed record StepOptions : ICheckedOptions
{
    /// <summary>For a step that reads something outside, such as a file or a table: it runs anew in every run of the pipeline, and once in a run however often that is interrupted.</summary>
    public static StepOptions EveryRun { get; } = new() { Parameters = [PipelineScheduler.Occurrence] };

    /// <summary>Names of the run's parameters that the step reads. They are part of what its result is remembered under; it sees no others.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Steps that must be done before, without handing over a result.</summary>
    /// <value>None.</value>
    public IReadOnlyList<Step> After { get; init; } = [];

    /// <summary>What happens when it throws.</summary>
    /// <value>The runner's choice.</value>
    public StepRetry? Retry { get; init; }

    /// <summary>Whether it gives the same for every partition, so that all share one result.</summary>
    /// <value>False.</value>
    public bool SharedByPartitions { get; init; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Set(Parameters)
        .Set(After)
        .Nested(Retry);

    /// <inheritdoc />
    public override string ToString() => $"StepOptions {{ Parameters = {Shown.List(Parameters)}, After = {Shown.List(After)}, Retry = {Retry}, SharedByPartitions = {SharedByPartitions} }}";
}
