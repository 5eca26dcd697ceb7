using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Pipelines;

/// <summary>A graph of typed steps. A step takes steps that exist already, so a cycle can't be written.</summary>
/// <remarks>
/// A step sees only its inputs and parameters. What it reads elsewhere (a file, a table) is not part of what its result is remembered under:
/// hand over a digest, a date or a version of it as a parameter, so that a change runs the step again.
/// <code>
/// var daily = new Pipeline("daily");
/// Step&lt;string[]&gt; read = daily.Step("read", version: "1", (context, ct) => ReadAsync(ct));
/// Step&lt;double&gt; score = daily.Step("score", version: "2", read, (context, rows, ct) => ScoreAsync(rows, ct));
/// PipelineResult result = await new PipelineRunner(ledger).RunAsync(daily);
/// double answer = result.Get(score);
/// </code>
/// </remarks>
public sealed class Pipeline
{
    private readonly List<Step> _steps = [];
    private readonly JsonSerializerOptions _json;

    /// <summary>Starts a pipeline whose results are turned to JSON by reflection.</summary>
    [RequiresUnreferencedCode("Results are turned to JSON by reflection. Give JsonSerializerOptions with a source-generated resolver in trimmed applications.")]
    [RequiresDynamicCode("Results are turned to JSON by reflection. Give JsonSerializerOptions with a source-generated resolver in native applications.")]
    public Pipeline(string name)
        : this(name, new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals })
    {
    }

    /// <summary>Starts a pipeline whose results are turned to JSON as the options say.</summary>
    public Pipeline(string name, JsonSerializerOptions json)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(json);
        Name = name;
        _json = json;
    }

    /// <summary>Name; results are remembered under it.</summary>
    public string Name { get; }

    /// <summary>Steps in an order in which they can run.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Adds a step that takes nothing.</summary>
    public Step<T> Step<T>(string name, string version, Func<StepContext, CancellationToken, Task<T>> run, StepOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Add(name, version, [], options, (context, _, ct) => run(context, ct));
    }

    /// <summary>Adds a step that takes one result.</summary>
    public Step<T> Step<T1, T>(string name, string version, Step<T1> input, Func<StepContext, T1, CancellationToken, Task<T>> run, StepOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Add(name, version, [input], options, (context, r, ct) => run(context, input.Read(r[0]), ct));
    }

    /// <summary>Adds a step that takes two results.</summary>
    public Step<T> Step<T1, T2, T>(string name, string version, Step<T1> first, Step<T2> second, Func<StepContext, T1, T2, CancellationToken, Task<T>> run, StepOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Add(name, version, [first, second], options, (context, r, ct) => run(context, first.Read(r[0]), second.Read(r[1]), ct));
    }

    /// <summary>Adds a step that takes three results.</summary>
    public Step<T> Step<T1, T2, T3, T>(
        string name, string version, Step<T1> first, Step<T2> second, Step<T3> third, Func<StepContext, T1, T2, T3, CancellationToken, Task<T>> run, StepOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Add(name, version, [first, second, third], options, (context, r, ct) => run(context, first.Read(r[0]), second.Read(r[1]), third.Read(r[2]), ct));
    }

    /// <summary>Adds a step that takes the results of any number of steps of one type.</summary>
    public Step<T> StepOverAll<TInput, T>(
        string name, string version, IReadOnlyList<Step<TInput>> inputs, Func<StepContext, IReadOnlyList<TInput>, CancellationToken, Task<T>> run, StepOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(run);
        Step<TInput>[] taken = [.. inputs];
        return Add(name, version, taken, options, (context, r, ct) => run(context, [.. taken.Select((step, i) => step.Read(r[i]))], ct));
    }

    internal Step Require(string step) => _steps.Find(s => s.Name == step)
        ?? throw new ArgumentException($"Pipeline '{Name}' has no step '{step}'. Steps: {string.Join(", ", _steps.Select(s => s.Name))}.", nameof(step));

    private Step<T> Add<T>(string name, string version, IReadOnlyList<Step> inputs, StepOptions? options, Func<StepContext, IReadOnlyList<string>, CancellationToken, Task<T>> run)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        options = (options ?? new StepOptions()).Checked(nameof(options));
        if (_steps.Exists(s => s.Name == name))
        {
            throw new ArgumentException($"Pipeline '{Name}' has a step '{name}' already; names are unique.", nameof(name));
        }

        foreach (Step before in inputs.Concat(options.After))
        {
            ArgumentNullException.ThrowIfNull(before, nameof(inputs));
            if (before.Pipeline != this)
            {
                throw new ArgumentException($"Step '{name}' of pipeline '{Name}' takes step '{before.Name}' of pipeline '{before.Pipeline.Name}'. A step takes steps of its own pipeline; hand other results over as parameters.", nameof(inputs));
            }

            if (options.SharedByPartitions && !before.Options.SharedByPartitions)
            {
                throw new ArgumentException($"Step '{name}' is shared by partitions but takes step '{before.Name}', which is not: share that one too, or give every partition its own '{name}'.", nameof(options));
            }
        }

        var step = new Step<T>(this, name, version, inputs, options, (JsonTypeInfo<T>)_json.GetTypeInfo(typeof(T)), run);
        _steps.Add(step);
        return step;
    }
}
