using AiInfra.Observability.Alerts;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Quality;
using Microsoft.Extensions.Logging;

namespace AiInfra.Observability.Monitoring;

/// <content>What it tells, and whom.</content>
public sealed partial class ModelMonitor
{
    private const int LoggedEvery = 1000;

    private void Tell(MonitorFindings found)
    {
        long position = _state.Position;
        if (found.Drift is { } drift)
        {
            TellFaults(drift.Report);
            _metrics?.Drift(Deployment, drift.Report);
            ToAll(s => s.OnDrift(Deployment, drift.Version, drift.Report, position));
        }

        foreach (var (version, role, report) in found.Quality)
        {
            _metrics?.Quality(Deployment, role, report);
            ToAll(s => s.OnQuality(Deployment, version, role, report, position));
        }

        foreach (var (detector, _, finding) in found.Detected)
        {
            ToAll(s => s.OnFinding(Deployment, _state.Version ?? 0, detector, finding, position, _state.At));
        }

        foreach (var (detector, error) in found.Faults)
        {
            Interlocked.Increment(ref _faults);
            LogDetectorFault(_logger, error, detector, Deployment);
        }

        foreach (MetricFault fault in found.MetricFaults)
        {
            Interlocked.Increment(ref _faults);
            if (fault.Times % LoggedEvery == 1)
            {
                LogMetricFault(_logger, fault.Error, fault.Metric, Deployment, fault.Times);
            }
        }

        foreach (Alarm alarm in found.Alarms)
        {
            _metrics?.Alarm(alarm.Deployment, alarm.Kind, alarm.State == AlarmState.Raised);
            LogAlarm(_logger, alarm.State == AlarmState.Raised ? LogLevel.Warning : LogLevel.Information, alarm.Deployment, alarm.Kind, alarm.State, alarm.Message);
            ToAll(s => s.OnAlarm(alarm));
        }

        foreach (string kind in found.HeldBack)
        {
            LogHeldBack(_logger, Deployment, kind);
        }
    }

    // One line a test: a test of all columns that throws may do so a hundred times.
    private void TellFaults(DriftReport report)
    {
        foreach (IGrouping<string, DriftTestFault> test in report.TestFaults.GroupBy(f => f.Test, StringComparer.Ordinal))
        {
            DriftTestFault first = test.First();
            Interlocked.Add(ref _faults, test.Count());
            LogTestFault(_logger, first.Error, first.Test, Deployment, first.Why, string.Join(", ", test.Take(5).Select(f => f.Column)), test.Count());
        }
    }

    private void ToAll(Action<IAlarmSink> tell)
    {
        foreach (IAlarmSink sink in _sinks)
        {
            try
            {
                tell(sink);
            }
            catch (Exception e)
            {
                // One listener's fault must not keep the others, or the watched request, from going on.
                Interlocked.Increment(ref _faults);
                LogSinkFault(_logger, e, sink.GetType().Name);
            }
        }
    }

    [LoggerMessage(EventId = 7010, Message = "Alarm {Kind} of {Deployment}: {State}. {Message}")]
    private static partial void LogAlarm(ILogger logger, LogLevel level, string deployment, string kind, AlarmState state, string message);

    [LoggerMessage(EventId = 7011, Level = LogLevel.Error, Message = "Alarm sink {Sink} threw; the others were still told.")]
    private static partial void LogSinkFault(ILogger logger, Exception e, string sink);

    [LoggerMessage(EventId = 7015, Level = LogLevel.Error, Message = "A signal of {Deployment} could not be judged; the next ones are.")]
    private static partial void LogFault(ILogger logger, Exception e, string deployment);

    [LoggerMessage(EventId = 7012, Level = LogLevel.Warning, Message = "The reference of {Deployment} version {Version} could not be read; its first inputs stand for it.")]
    private static partial void LogNoReference(ILogger logger, Exception e, string deployment, int version);

    [LoggerMessage(EventId = 7013, Level = LogLevel.Warning, Message = "The monitor of {Deployment} cannot keep up: {Dropped} signals dropped so far.")]
    private static partial void LogDropped(ILogger logger, string deployment, long dropped);

    [LoggerMessage(EventId = 7014, Level = LogLevel.Information, Message = "Alarm {Kind} of {Deployment} would be raised; the cool-down holds it back.")]
    private static partial void LogHeldBack(ILogger logger, string deployment, string kind);

    [LoggerMessage(EventId = 7017, Level = LogLevel.Error, Message = "Drift test {Test} of {Deployment} {Why}. Columns it could not compare: {Columns} ({Count} in all); they and the others were compared by the usual tests (DriftReport.Remarks).")]
    private static partial void LogTestFault(ILogger logger, Exception? e, string test, string deployment, string why, string columns, int count);

    [LoggerMessage(EventId = 7018, Level = LogLevel.Error, Message = "Quality metric {Metric} of {Deployment} threw, {Times} times so far; the other metrics and the detectors heard the label.")]
    private static partial void LogMetricFault(ILogger logger, Exception e, string metric, string deployment, long times);

    [LoggerMessage(EventId = 7016, Level = LogLevel.Error, Message = "Detector {Detector} of {Deployment} threw; the other judgements were still made.")]
    private static partial void LogDetectorFault(ILogger logger, Exception e, string detector, string deployment);
}
