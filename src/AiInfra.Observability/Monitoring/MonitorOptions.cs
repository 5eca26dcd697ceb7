using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Monitoring;

/// <summary>How a deployment is watched.</summary>
public sealed class MonitorOptions : ICheckedOptions
{
    /// <summary>Drift of the inputs; null does not watch them.</summary>
    public DriftOptions? Drift { get; set; } = new();

    /// <summary>Quality over labelled predictions; null does not watch it.</summary>
    public QualityOptions? Quality { get; set; } = new();

    /// <summary>Hysteresis of the drift alarm.</summary>
    public AlarmOptions DriftAlarm { get; set; } = new();

    /// <summary>Hysteresis of the quality alarm.</summary>
    public AlarmOptions QualityAlarm { get; set; } = new();

    /// <summary>Makes detectors of the host's own, one of each for this deployment.</summary>
    public IList<Func<IDetector>> Detectors { get; } = [];

    /// <summary>Hysteresis of every detector's alarm.</summary>
    public AlarmOptions DetectorAlarm { get; set; } = new();

    /// <summary>Predictions that may wait for their label; older ones are forgotten and counted.</summary>
    /// <value>100,000.</value>
    public int PendingLabels { get; set; } = 100_000;

    /// <summary>Whether everything runs on the publishing thread, without a thread of its own: for tests and for runs that must repeat exactly.</summary>
    /// <value>false: requests only enqueue.</value>
    public bool Inline { get; set; }

    /// <summary>Signals that may wait, when not <see cref="Inline"/>.</summary>
    /// <value>16,384.</value>
    public int QueueCapacity { get; set; } = 16_384;

    /// <summary>What a signal meets that finds the queue full.</summary>
    /// <value><see cref="Core.Signals.WhenFull.Drop"/>: watching never slows a request, and what is dropped is counted.</value>
    public WhenFull WhenFull { get; set; } = WhenFull.Drop;

    /// <summary>When nobody says which version answers (<see cref="ModelMonitor.OnVersionChanged"/>), so many answers of another champion in a row say it. More than may still be in flight during a change.</summary>
    /// <value>20.</value>
    public int SwitchAfter { get; set; } = 20;

    /// <summary>Where the training data's summary of a version is not known, its first so many inputs stand for it; 0 watches no drift then.</summary>
    /// <value>1000.</value>
    public int LearnReferenceRows { get; set; } = 1000;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Nested(Drift)
        .Nested(Quality)
        .Set(DriftAlarm)
        .Nested(DriftAlarm)
        .Set(QualityAlarm)
        .Nested(QualityAlarm)
        .Set(DetectorAlarm)
        .Nested(DetectorAlarm)
        .AtLeast(PendingLabels, 1)
        .AtLeast(QueueCapacity, 1)
        .AtLeast(SwitchAfter, 1)
        .AtLeast(LearnReferenceRows, 0);
}
