namespace AiInfra.Core.Pipelines;

/// <summary>Says what a pipeline of a host does and when. Packages add steps of their own as extension methods; a step of the host's own is <see cref="Step{T}"/>.</summary>
public sealed class PipelineBuilder
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private PipelineSchedule? _schedule;

    internal PipelineBuilder(Pipeline pipeline, IServiceProvider services)
    {
        Pipeline = pipeline;
        Services = services;
    }

    /// <summary>Name of the pipeline.</summary>
    public string Name => Pipeline.Name;

    /// <summary>The pipeline as it stands.</summary>
    public Pipeline Pipeline { get; }

    /// <summary>The host's services, for steps to work with.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Adds a step that takes nothing. What it reads elsewhere is not part of what its result is remembered under: where it is to run anew in every run, name <see cref="PipelineScheduler.Occurrence"/> among its parameters (<see cref="StepOptions.EveryRun"/>).</summary>
    public Step<T> Step<T>(string name, string version, Func<StepContext, CancellationToken, Task<T>> run, StepOptions? options = null) => Pipeline.Step(name, version, run, options);

    /// <summary>Adds a step that takes one result.</summary>
    public Step<T> Step<T1, T>(string name, string version, Step<T1> input, Func<StepContext, T1, CancellationToken, Task<T>> run, StepOptions? options = null) => Pipeline.Step(name, version, input, run, options);

    /// <summary>Adds a step that takes two results.</summary>
    public Step<T> Step<T1, T2, T>(string name, string version, Step<T1> first, Step<T2> second, Func<StepContext, T1, T2, CancellationToken, Task<T>> run, StepOptions? options = null) =>
        Pipeline.Step(name, version, first, second, run, options);

    /// <summary>Adds a step that takes three results.</summary>
    public Step<T> Step<T1, T2, T3, T>(
        string name, string version, Step<T1> first, Step<T2> second, Step<T3> third, Func<StepContext, T1, T2, T3, CancellationToken, Task<T>> run, StepOptions? options = null) =>
        Pipeline.Step(name, version, first, second, third, run, options);

    /// <summary>Runs it by itself while the host runs.</summary>
    /// <param name="cron">A cron expression, for example "0 3 * * *" (<see cref="PipelineSchedule"/>).</param>
    /// <param name="timeZone">The zone whose clock is meant; null for UTC.</param>
    /// <param name="missed">What becomes of runs whose time passed while the host was down or the run before took longer.</param>
    /// <exception cref="ArgumentException">It is no cron expression.</exception>
    public PipelineBuilder Schedule(string cron, TimeZoneInfo? timeZone = null, MissedRuns missed = MissedRuns.RunOnce)
    {
        _schedule = new PipelineSchedule(cron, timeZone, missed);
        return this;
    }

    /// <summary>Gives a parameter that steps read.</summary>
    public PipelineBuilder Parameter(string name, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        _parameters[name] = value;
        return this;
    }

    internal ScheduledPipeline Build() => new(Pipeline, _schedule) { Parameters = _parameters };
}
