namespace AiInfra.Core.Pipelines;

/// <summary>Steps of a pipeline failed. What succeeded is remembered: a new run goes on from there.</summary>
public sealed class PipelineFailedException : AiInfraException
{
    internal PipelineFailedException(string pipeline, string partition, IReadOnlyList<StepOutcome> outcomes)
        : base(Text(pipeline, partition, outcomes), outcomes.FirstOrDefault(o => o.Error is not null)?.Error)
    {
        Pipeline = pipeline;
        Partition = partition;
        Outcomes = outcomes;
    }

    internal PipelineFailedException(string pipeline, IReadOnlyList<PipelineFailedException> partitions)
        : base($"{partitions.Count} partitions of pipeline '{pipeline}' failed; the others are done and remembered. {string.Join(" ", partitions.Select(p => p.Message))}", partitions[0])
    {
        Pipeline = pipeline;
        Partition = string.Join(", ", partitions.Select(p => p.Partition));
        Outcomes = [.. partitions.SelectMany(p => p.Outcomes)];
    }

    /// <summary>The pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>The partition, or the partitions of a backfill.</summary>
    public string Partition { get; }

    /// <summary>What became of each step.</summary>
    public IReadOnlyList<StepOutcome> Outcomes { get; }

    private static string Text(string pipeline, string partition, IReadOnlyList<StepOutcome> outcomes)
    {
        string failed = string.Join("; ", outcomes.Where(o => o.State == StepState.Failed).Select(o => $"step '{o.Step}' after {o.Attempts} attempt{(o.Attempts == 1 ? "" : "s")}: {o.Error!.GetType().Name}: {o.Error.Message.TrimEnd('.')}"));
        string notRun = string.Join(", ", outcomes.Where(o => o.State == StepState.NotRun).Select(o => o.Step));
        return $"Pipeline '{pipeline}'{(partition.Length > 0 ? $", partition '{partition}'" : "")} failed: {failed}.{(notRun.Length > 0 ? $" Not run because of it: {notRun}." : "")} What succeeded is remembered; run it again to go on from there.";
    }
}
