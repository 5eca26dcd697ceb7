namespace AiInfra.Core.Pipelines;

/// <summary>A pipeline as a host runs it.</summary>
/// <param name="Pipeline">Its steps.</param>
/// <param name="Schedule">When it runs by itself; null runs it only when somebody asks.</param>
public sealed record ScheduledPipeline(Pipeline Pipeline, PipelineSchedule? Schedule = null)
{
    /// <summary>Parameters of every run, unless a run says otherwise.</summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public override string ToString() => $"ScheduledPipeline {{ Pipeline = {Pipeline.Name}, Schedule = {Schedule}, Parameters = {Shown.List(Parameters)} }}";
}
