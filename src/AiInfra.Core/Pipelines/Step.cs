using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Pipelines;

/// <summary>A step of a pipeline: a name, a code version, what it needs and what it does.</summary>
public abstract class Step
{
    private protected Step(Pipeline pipeline, string name, string version, IReadOnlyList<Step> inputs, StepOptions options)
    {
        Pipeline = pipeline;
        Name = name;
        Version = version;
        Inputs = inputs;
        Options = options;
    }

    /// <summary>Name, unique in the pipeline.</summary>
    public string Name { get; }

    /// <summary>Version of the code. Change it when the code changes what it gives.</summary>
    public string Version { get; }

    /// <summary>Steps whose results it takes, in order.</summary>
    public IReadOnlyList<Step> Inputs { get; }

    /// <summary>How it runs.</summary>
    public StepOptions Options { get; }

    internal Pipeline Pipeline { get; }

    /// <summary>What must be done before: inputs, and steps it only comes after.</summary>
    internal IEnumerable<Step> Before => Inputs.Concat(Options.After);

    /// <inheritdoc />
    public override string ToString() => $"{Name} (version {Version})";

    /// <summary>Runs the step on its inputs' results as JSON; gives its own.</summary>
    internal abstract Task<string> RunAsync(StepContext context, IReadOnlyList<string> inputs, CancellationToken cancellationToken);
}

/// <summary>A step whose result is a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">A type that JSON can hold: a value, a record, a list. Large things go into the artifact store; the result holds their digests.</typeparam>
public sealed class Step<T> : Step
{
    private readonly Func<StepContext, IReadOnlyList<string>, CancellationToken, Task<T>> _run;
    private readonly JsonTypeInfo<T> _type;

    internal Step(
        Pipeline pipeline,
        string name,
        string version,
        IReadOnlyList<Step> inputs,
        StepOptions options,
        JsonTypeInfo<T> type,
        Func<StepContext, IReadOnlyList<string>, CancellationToken, Task<T>> run)
        : base(pipeline, name, version, inputs, options)
    {
        _run = run;
        _type = type;
    }

    internal T Read(string json) => System.Text.Json.JsonSerializer.Deserialize(json, _type)!;

    internal override async Task<string> RunAsync(StepContext context, IReadOnlyList<string> inputs, CancellationToken cancellationToken) =>
        System.Text.Json.JsonSerializer.Serialize(await _run(context, inputs, cancellationToken).ConfigureAwait(false), _type);
}
