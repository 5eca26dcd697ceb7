using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiInfra.Core.Signals;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Telemetry;

/// <summary>The meter "AiInfra.Observability". Names and units follow OpenTelemetry; label values are bounded: deployment, role, metric, column.</summary>
public sealed class MonitorMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "AiInfra.Observability";

    private const int MaxColumns = 50;
    private const string DeploymentKey = "aiinfra.deployment.name";
    private const string RoleKey = "aiinfra.role";
    private const string TokenTypeKey = "gen_ai.token.type";
    private const string AlarmKey = "aiinfra.alarm.kind";
    private static readonly string[] Roles = ["champion", "canary", "shadow"];
    private readonly Meter? _owned;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _predictions;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _labels;
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _dropped;
    private readonly Gauge<double> _quality;
    private readonly Gauge<double> _stability;
    private readonly Gauge<double> _statistic;
    private readonly Gauge<int> _columns;
    private readonly Gauge<int> _alarm;
    private readonly Gauge<int> _version;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">Makes the meter; null makes one of its own, which <see cref="Dispose"/> ends.</param>
    public MonitorMetrics(IMeterFactory? factory = null)
    {
        Meter meter = factory?.Create(MeterName) ?? (_owned = new Meter(MeterName));
        _duration = meter.CreateHistogram(
            "aiinfra.prediction.duration",
            "s",
            "Time from call to answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _predictions = meter.CreateCounter<long>("aiinfra.predictions.answered", "{prediction}", "Answers of deployed models.");
        _failed = meter.CreateCounter<long>("aiinfra.predictions.failed", "{request}", "Requests that a deployed model did not answer, or broke off.");
        _tokens = meter.CreateCounter<long>("aiinfra.predictions.tokens", "{token}", "Tokens that deployed language models read and wrote, where the answer says so.");
        _labels = meter.CreateCounter<long>("aiinfra.predictions.labelled", "{prediction}", "Predictions whose label became known.");
        _evicted = meter.CreateCounter<long>("aiinfra.predictions.evicted", "{prediction}", "Predictions forgotten before a label came.");
        _dropped = meter.CreateCounter<long>("aiinfra.signals.dropped", "{signal}", "Predictions and feedback that found a queue full, by who could not take them (monitor, log), or that the store refused (store); events that the catalog did not get (events).");
        _quality = meter.CreateGauge<double>("aiinfra.quality.value", "1", "A quality metric over the window of labelled predictions.");
        _stability = meter.CreateGauge<double>("aiinfra.drift.stability", "1", "Population stability index of an input against the training data.");
        _statistic = meter.CreateGauge<double>("aiinfra.drift.statistic", "1", "Statistic of the test that compared an input with the training data, by the test's name.");
        _columns = meter.CreateGauge<int>("aiinfra.drift.columns", "{column}", "Inputs that have drifted.");
        _alarm = meter.CreateGauge<int>("aiinfra.alarm.state", "1", "1 while the alarm is on.");
        _version = meter.CreateGauge<int>("aiinfra.deployment.version", "1", "Version that answers.");
    }

    /// <inheritdoc />
    public void Dispose() => _owned?.Dispose();

    internal void Requested(Signal signal)
    {
        if (!_duration.Enabled && !_predictions.Enabled && !_failed.Enabled && !_tokens.Enabled)
        {
            return;
        }

        var tags = new TagList { { DeploymentKey, signal.Deployment }, { RoleKey, Roles[(int)signal.Role] } };
        if (signal is not FailedRequest)
        {
            _predictions.Add(1, tags);
            _duration.Record(signal.Latency.TotalSeconds, tags);
        }

        if (signal.Usage is { } usage)
        {
            Tokens(usage, tags);
        }

        if (signal.Failure is { } failure)
        {
            tags.Add("aiinfra.model.version", signal.Version);
            tags.Add("error.type", failure.Kind);
            _failed.Add(1, tags);
        }
    }

    private void Tokens(Usage usage, TagList tags)
    {
        TagList read = tags, written = tags;
        read.Add(TokenTypeKey, "input");
        written.Add(TokenTypeKey, "output");
        _tokens.Add(usage.InputTokens, read);
        _tokens.Add(usage.OutputTokens, written);
    }

    internal void Labelled(string deployment, PredictionRole role) => _labels.Add(1, new TagList { { DeploymentKey, deployment }, { RoleKey, Roles[(int)role] } });

    internal void Evicted(string deployment, long count) => _evicted.Add(count, new TagList { { DeploymentKey, deployment } });

    internal void Dropped(string deployment, string consumer, long count = 1) => _dropped.Add(count, new TagList { { DeploymentKey, deployment }, { "aiinfra.consumer", consumer } });

    /// <summary>Tells the version, and that no alarm is on: a series that is absent raises no alert.</summary>
    internal void Version(string deployment, int version, IEnumerable<string> alarms)
    {
        _version.Record(version, new TagList { { DeploymentKey, deployment } });
        foreach (string kind in alarms)
        {
            Alarm(deployment, kind, false);
        }
    }

    /// <summary>Tells that a log is kept and loses nothing, so that the series is there before the first loss.</summary>
    internal void Logging(string deployment, string alarm)
    {
        Alarm(deployment, alarm, false);
        Dropped(deployment, "log", 0);
        Dropped(deployment, "store", 0);
    }

    internal void Alarm(string deployment, string kind, bool raised) => _alarm.Record(raised ? 1 : 0, new TagList { { DeploymentKey, deployment }, { AlarmKey, kind } });

    internal void Quality(string deployment, PredictionRole role, QualityReport report)
    {
        foreach (MetricValue metric in report.Metrics)
        {
            _quality.Record(metric.Value, new TagList { { DeploymentKey, deployment }, { RoleKey, Roles[(int)role] }, { "aiinfra.metric", metric.Name } });
        }
    }

    internal void Drift(string deployment, DriftReport report)
    {
        _columns.Record(report.Columns.Count(c => c.Drifted), new TagList { { DeploymentKey, deployment } });
        foreach (ColumnDrift column in report.Columns.Take(MaxColumns))
        {
            var tags = new TagList { { DeploymentKey, deployment }, { "aiinfra.column", column.Column } };
            _stability.Record(column.Stability, tags);
            if (column.Compared)
            {
                tags.Add("aiinfra.drift.test", column.Test);
                _statistic.Record(column.Statistic, tags);
            }
        }
    }
}
