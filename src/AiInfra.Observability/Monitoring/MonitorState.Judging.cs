using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Monitoring;

/// <content>What it judges: inputs, answers, and what detectors found.</content>
internal sealed partial class MonitorState
{
    private void Watch(int version)
    {
        _learning = null;
        TableSummary? inputs = _references.Of(version)?.Inputs;
        _drift = options.Drift is not null && inputs is not null ? new DriftMonitor(inputs, options.Drift) : null;
    }

    private void Watch(RowPrediction prediction, int version, MonitorFindings found)
    {
        if (_drift is null)
        {
            Learn(prediction.Inputs);
            return;
        }

        if (_drift.Observe(prediction.Inputs, prediction.At) is not { } report)
        {
            return;
        }

        found.Drift = (version, report);
        string columns = string.Join(", ", report.DriftedColumns.Take(5).Select(DriftWords.Of));
        Observe(_driftAlarm, Alarm.Drift, report.Drifted, version, prediction.At, found, columns.Length > 0 ? $"Inputs drifted: {columns}." : "Inputs are as in training again.");
    }

    private void Learn(Row inputs)
    {
        if (options.LearnReferenceRows == 0)
        {
            return;
        }

        if (_learning is null || !_learning.Schema.Equals(inputs.Schema))
        {
            _learning = new TableSketch(inputs.Schema);
        }

        _learning.Add(inputs);
        if (_learning.Rows >= options.LearnReferenceRows)
        {
            _drift = new DriftMonitor(_learning.ToSummary(), options.Drift);
            _learning = null;
        }
    }

    private void Judge(MonitorFindings found)
    {
        foreach (LabelledAnswer<MonitoredAnswer> joined in found.Joined)
        {
            if (options.Quality is not null)
            {
                Judge(joined, found);
            }

            if (_detectors.Any)
            {
                _detectors.Take(joined, found);
            }
        }

        foreach (var (detector, alarm, finding) in found.Detected)
        {
            Observe(alarm, detector, finding.Found, Version ?? 0, At, found, finding.Message);
        }
    }

    private void Judge(LabelledAnswer<MonitoredAnswer> joined, MonitorFindings found)
    {
        MonitoredAnswer answer = joined.Answer;
        if (_lanes.Of(answer.Role, answer.Version, _references.Of(answer.Version)?.Quality, Version).Observe(answer.Outputs, joined.Label, joined.LabelledAt) is not { } report)
        {
            return;
        }

        found.Quality.Add((answer.Version, answer.Role, report));
        if (answer.Role == PredictionRole.Champion && answer.Version == Version)
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"{report.Metric} {report.Value:0.####} over {report.Rows} labelled rows, baseline {report.Baseline:0.####} (p {report.PValue:0.##e+0}).");
            Observe(_qualityAlarm, Alarm.Quality, report.Degraded, answer.Version, joined.LabelledAt, found, message);
        }
    }

    private void Observe(AlarmSwitch alarm, string kind, bool finding, int version, DateTimeOffset at, MonitorFindings found, string message)
    {
        long heldBack = alarm.HeldBack;
        if (alarm.Observe(finding) is { } state)
        {
            found.Alarms.Add(new Alarm(deployment, kind, state, version, Position, at, message));
        }
        else if (alarm.HeldBack > heldBack)
        {
            found.HeldBack.Add(kind);
        }
    }
}
