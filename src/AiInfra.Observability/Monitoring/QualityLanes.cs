using AiInfra.Core.Signals;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Monitoring;

/// <summary>Every version and role seen lately, each judged for itself. Not thread-safe.</summary>
internal sealed class QualityLanes(QualityOptions? options)
{
    private const int Remembered = 8;
    private readonly List<(PredictionRole Role, int Version, QualityMonitor Monitor)> _lanes = [];

    /// <summary>A baseline that comes after the first labels starts the lanes of its version anew, in whichever role it answers.</summary>
    public void Restart(int version, QualityBaseline baseline) => _lanes.RemoveAll(l => l.Version == version && l.Monitor.Baseline != baseline);

    /// <summary>A version that answers anew is judged anew.</summary>
    public void RestartChampion(int version) => _lanes.RemoveAll(l => l.Role == PredictionRole.Champion && l.Version == version);

    public IReadOnlyList<QualityLane> Describe() => [.. _lanes.Select(l => new QualityLane(l.Role, l.Version, l.Monitor.Labelled, l.Monitor.Baseline, l.Monitor.Latest))];

    /// <summary>The lane of a version in a role; the oldest goes when there are too many, never that of the champion.</summary>
    public QualityMonitor Of(PredictionRole role, int version, QualityBaseline? baseline, int? champion)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Role == role && lane.Version == version)
            {
                return lane.Monitor;
            }
        }

        var monitor = new QualityMonitor(options, baseline);
        _lanes.Add((role, version, monitor));
        if (_lanes.Count > Remembered)
        {
            _lanes.RemoveAt(_lanes.FindIndex(l => l.Role != PredictionRole.Champion || l.Version != champion));
        }

        return monitor;
    }
}
