using System.Text.Json;
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
/// <typeparam name="T">A type that JSON brings back as it was: a value, a record, a list; the step fails where it does not. Large things go into the artifact store; the result holds their digests as <see cref="Artifacts.ArtifactDigest"/>.</typeparam>
public sealed class Step<T> : Step
{
    private readonly Func<StepContext, IReadOnlyList<string>, CancellationToken, Task<T>> _run;
    private readonly JsonTypeInfo<T> _type;
    private static readonly JsonDocumentOptions s_any = new() { MaxDepth = 1024 };

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

    internal T Read(string json) => JsonSerializer.Deserialize(json, _type)!;

    internal override async Task<string> RunAsync(StepContext context, IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        Task<T> run = _run(context, inputs, cancellationToken) ?? throw new InvalidOperationException($"Step '{Name}' gave null where a task is expected.");
        T result = await run.ConfigureAwait(false);
        string json = JsonSerializer.Serialize(result, _type);
        RequireWhole(result, json);
        return json;
    }

    /// <summary>The steps behind it, and every later run, get what JSON brings back: that must be what the step gave.</summary>
    private void RequireWhole(T result, string json)
    {
        const string remedy = "Give what its JSON should hold as public properties that have setters or are parameters of its constructor.";
        T back;
        string again;
        try
        {
            back = Read(json);
            again = JsonSerializer.Serialize(back, _type);
        }
        catch (Exception e) // whatever a type's constructor or converter throws
        {
            throw new InvalidOperationException($"The result of step '{Name}', a {typeof(T).Name}, can be written as JSON but not read again: {e.Message} {remedy}", e);
        }

        if (again != json && !IsSame(again, json))
        {
            throw new InvalidOperationException($"The result of step '{Name}', a {typeof(T).Name}, comes back from JSON as another: {Short(json)} as {Short(again)}. {remedy}");
        }

        if (result is not null && back is not null && typeof(T) is { IsInterface: false } asked && asked != typeof(object) && result.GetType() != back.GetType())
        {
            throw new InvalidOperationException($"The result of step '{Name}' is a {result.GetType().Name} and comes back from JSON as a {back.GetType().Name}. Declare the step's result as the type that it gives.");
        }
    }

    private static bool IsSame(string left, string right)
    {
        using JsonDocument one = JsonDocument.Parse(left, s_any), other = JsonDocument.Parse(right, s_any);
        return JsonElement.DeepEquals(one.RootElement, other.RootElement);
    }

    private static string Short(string json) => json.Length <= 200 ? json : json[..200] + "…";
}
