using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AiInfra.Core.Telemetry;

/// <summary>Spans and durations of one kind of long work, such as ingestions. Nobody listening costs two flags.</summary>
/// <remarks>A span is named by the verb and what is worked on ("ingest readings"), and is internal: it leaves no process. An exception is its status and its <c>error.type</c>, on the duration too.</remarks>
public sealed class Operations
{
    // From a tenth of a second to an hour: what exporters cut at by themselves ends at ten seconds.
    private static readonly InstrumentAdvice<double> s_seconds = new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] };
    private readonly ActivitySource _source;
    private readonly Histogram<double> _duration;
    private readonly string _verb;
    private readonly string _attribute;

    /// <summary>Creates the instrument.</summary>
    /// <param name="source">The package's activity source.</param>
    /// <param name="meter">The package's meter.</param>
    /// <param name="verb">First word of a span's name.</param>
    /// <param name="duration">Name of the histogram of durations, in seconds.</param>
    /// <param name="description">What it measures.</param>
    /// <param name="attribute">Attribute with the name of what is worked on.</param>
    public Operations(ActivitySource source, Meter meter, string verb, string duration, string description, string attribute)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentException.ThrowIfNullOrEmpty(verb);
        ArgumentException.ThrowIfNullOrEmpty(attribute);
        _source = source;
        _duration = meter.CreateHistogram(duration, "s", description, advice: s_seconds);
        _verb = verb;
        _attribute = attribute;
    }

    /// <summary>Does the work within a span, and measures it.</summary>
    /// <param name="name">What is worked on.</param>
    /// <param name="work">The work.</param>
    public async Task<T> RunAsync<T>(string name, Func<Operation, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!IsWatched)
        {
            return await work(Operation.Off).ConfigureAwait(false);
        }

        using Activity? activity = Start(name);
        var operation = new Operation(activity, _attribute, name);
        long start = Stopwatch.GetTimestamp();
        try
        {
            return await work(operation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            operation.Fail(e);
            throw;
        }
        finally
        {
            _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, operation.Tags);
        }
    }

    /// <summary>Does the work within a span, and measures it.</summary>
    /// <param name="name">What is worked on.</param>
    /// <param name="work">The work.</param>
    public T Run<T>(string name, Func<Operation, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!IsWatched)
        {
            return work(Operation.Off);
        }

        using Activity? activity = Start(name);
        var operation = new Operation(activity, _attribute, name);
        long start = Stopwatch.GetTimestamp();
        try
        {
            return work(operation);
        }
        catch (Exception e)
        {
            operation.Fail(e);
            throw;
        }
        finally
        {
            _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, operation.Tags);
        }
    }

    private bool IsWatched => _duration.Enabled || _source.HasListeners();

    private Activity? Start(string name) => _source.StartActivity($"{_verb} {name}");
}
