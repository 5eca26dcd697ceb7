using AiInfra.Core.Signals;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Alerts;

/// <summary>Hears of alarms, and of every judgement if it cares. Called on the thread that judges: take note and return.</summary>
public interface IAlarmSink
{
    /// <summary>An alarm went on or off.</summary>
    void OnAlarm(Alarm alarm);

    /// <summary>Recent inputs were compared with the training data.</summary>
    /// <param name="deployment">Deployment.</param>
    /// <param name="version">Version whose training data it was.</param>
    /// <param name="report">The comparison.</param>
    /// <param name="position">Predictions of the deployment seen so far.</param>
    void OnDrift(string deployment, int version, DriftReport report, long position)
    {
    }

    /// <summary>Recent answers were judged.</summary>
    /// <param name="deployment">Deployment.</param>
    /// <param name="version">Version that answered.</param>
    /// <param name="role">Role in which it answered; only the champion's quality raises alarms.</param>
    /// <param name="report">The judgement.</param>
    /// <param name="position">Predictions of the deployment seen so far.</param>
    void OnQuality(string deployment, int version, PredictionRole role, QualityReport report, long position)
    {
    }

    /// <summary>A detector of the host's own judged.</summary>
    /// <param name="deployment">Deployment.</param>
    /// <param name="version">Version that answers; 0 before the first answer.</param>
    /// <param name="detector">Name of the detector.</param>
    /// <param name="finding">The judgement.</param>
    /// <param name="position">Predictions of the deployment seen so far.</param>
    /// <param name="at">When, by the stream's own times.</param>
    void OnFinding(string deployment, int version, string detector, DetectorFinding finding, long position, DateTimeOffset at)
    {
    }
}
