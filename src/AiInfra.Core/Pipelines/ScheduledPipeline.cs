namespace AiInfra.Core.Pipelines;

/// <summary>A pipeline as a host runs it.</summary>
/// <param name="Pipeline">Its steps.</param>
/// <param name="Schedule">When it runs by itself; null runs it only when somebody asks.</param>
public sealed record ScheduledPipeline(Pipeline Pipeline, PipelineSchedule? Schedule = null)
{
    /// <summary>Parameters of every run, unless a run says otherwise.</summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <exception cref="ArgumentException">It has no steps, a parameter is read by none of them, or one that they read is not given.</exception>
    internal void Check()
    {
        if (Pipeline.Steps.Count == 0)
        {
            throw new ArgumentException($"Pipeline '{Pipeline.Name}' has no steps: it would run and do nothing. Add one (p.Step, p.Ingest…), or leave the pipeline out.");
        }

        string[] declared = [.. Pipeline.Steps.SelectMany(s => s.Options.Parameters).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (Parameters.Keys.FirstOrDefault(p => p != PipelineScheduler.Occurrence && !declared.Contains(p)) is { } unknown)
        {
            throw new ArgumentException($"Pipeline '{Pipeline.Name}' is given the parameter '{unknown}', which none of its steps reads. They read: {(declared.Length == 0 ? "none" : string.Join(", ", declared))}. Name it in the step that reads it (StepOptions.Parameters), or leave it out.");
        }

        if (Schedule is not null && declared.FirstOrDefault(p => p != PipelineScheduler.Occurrence && !Parameters.ContainsKey(p)) is { } missing)
        {
            throw new ArgumentException($"Pipeline '{Pipeline.Name}' runs by a schedule, and its steps read the parameter '{missing}', which is not given. Give it: p.Parameter(\"{missing}\", …).");
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"ScheduledPipeline {{ Pipeline = {Pipeline.Name}, Schedule = {Schedule}, Parameters = {Shown.List(Parameters)} }}";
}
