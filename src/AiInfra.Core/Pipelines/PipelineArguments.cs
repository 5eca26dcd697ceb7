namespace AiInfra.Core.Pipelines;

/// <summary>What one run of a pipeline is given.</summary>
public sealed record PipelineArguments
{
    /// <summary>Nothing.</summary>
    public static PipelineArguments None { get; } = new();

    /// <summary>Parameters by name. Every parameter that a step declares must be here, and no others.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The part of the data this run is about, for example a day. Empty for all of it.</summary>
    public string Partition { get; init; } = "";

    internal void Validate(Pipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(Partition);
        var declared = pipeline.Steps.SelectMany(s => s.Options.Parameters).ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. declared.Where(d => !Parameters.ContainsKey(d)).Order(StringComparer.Ordinal)];
        string[] unknown = [.. Parameters.Keys.Where(p => !declared.Contains(p)).Order(StringComparer.Ordinal)];
        if (missing.Length + unknown.Length > 0)
        {
            throw new ArgumentException(
                $"The parameters don't fit pipeline '{pipeline.Name}'. Missing: {List(missing)}. Given but read by no step: {List(unknown)}. Its steps read: {List(declared.Order(StringComparer.Ordinal))}.");
        }

        static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
    }

    internal StepIdentity Identify(Step step, IEnumerable<KeyValuePair<string, string>> inputDigests) => new()
    {
        Pipeline = step.Pipeline.Name,
        Step = step.Name,
        Version = step.Version,
        Partition = step.Options.SharedByPartitions ? "" : Partition,
        Parameters = step.Options.Parameters.Distinct(StringComparer.Ordinal).ToDictionary(p => p, p => Parameters[p], StringComparer.Ordinal),
        Inputs = inputDigests.DistinctBy(p => p.Key).ToDictionary(StringComparer.Ordinal),
    };

    /// <inheritdoc />
    public override string ToString() => $"PipelineArguments {{ Parameters = {Shown.List(Parameters)}, Partition = {Partition} }}";
}
