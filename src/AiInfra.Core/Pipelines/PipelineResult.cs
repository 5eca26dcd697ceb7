namespace AiInfra.Core.Pipelines;

/// <summary>A run of a pipeline that went well.</summary>
public sealed class PipelineResult
{
    private readonly Dictionary<string, string> _results;

    internal PipelineResult(Pipeline pipeline, string partition, IReadOnlyList<StepOutcome> outcomes)
    {
        Pipeline = pipeline.Name;
        Partition = partition;
        Outcomes = outcomes;
        _results = outcomes.ToDictionary(o => o.Step, o => o.ResultJson!, StringComparer.Ordinal);
    }

    /// <summary>The pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>The partition, empty when there was none.</summary>
    public string Partition { get; }

    /// <summary>What became of each step, in the pipeline's order.</summary>
    public IReadOnlyList<StepOutcome> Outcomes { get; }

    /// <summary>How many steps ran; the others were remembered.</summary>
    public int Ran => Outcomes.Count(o => o.State == StepState.Succeeded);

    /// <summary>A step's result.</summary>
    public T Get<T>(Step<T> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return _results.TryGetValue(step.Name, out string? json)
            ? step.Read(json)
            : throw new ArgumentException($"Step '{step.Name}' is not of pipeline '{Pipeline}'.", nameof(step));
    }
}
