namespace AiInfra.Core.Pipelines;

/// <summary>What a running step knows of its run.</summary>
public sealed class StepContext
{
    private readonly IReadOnlyDictionary<string, string> _parameters;

    internal StepContext(string pipeline, string step, string partition, IReadOnlyDictionary<string, string> parameters, int attempt, long fencingToken)
    {
        Pipeline = pipeline;
        Step = step;
        Partition = partition;
        _parameters = parameters;
        Attempt = attempt;
        FencingToken = fencingToken;
    }

    /// <summary>The pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>The step.</summary>
    public string Step { get; }

    /// <summary>The partition, empty when the run has none.</summary>
    public string Partition { get; }

    /// <summary>1 for the first try of this run.</summary>
    public int Attempt { get; }

    /// <summary>Grows with every worker that takes up this step. A system outside that keeps the highest it saw can refuse a late worker.</summary>
    public long FencingToken { get; }

    /// <summary>A parameter that the step declared.</summary>
    /// <exception cref="ArgumentException">The step did not declare it; the message lists those it did.</exception>
    public string Parameter(string name) => _parameters.TryGetValue(name, out string? value)
        ? value
        : throw new ArgumentException($"Step '{Step}' reads parameter '{name}' but does not declare it. Declared: {(_parameters.Count == 0 ? "none" : string.Join(", ", _parameters.Keys))}. Add it to StepOptions.Parameters, so that a change of it runs the step again.", nameof(name));
}
