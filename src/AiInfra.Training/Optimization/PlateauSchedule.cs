using System.Globalization;

namespace AiInfra.Training.Optimization;

/// <summary>Cuts the rate when the monitored figure stands still.</summary>
internal sealed class PlateauSchedule(double cut, int patience, double threshold, double floor) : IObservingSchedule
{
    private double _factor = 1;
    private double? _best;
    private int _waited;

    public string? State
    {
        get => string.Create(CultureInfo.InvariantCulture, $"{_factor:R};{(_best is { } best ? best.ToString("R", CultureInfo.InvariantCulture) : "")};{_waited}");
        set
        {
            if (value is null)
            {
                (_factor, _best, _waited) = (1, null, 0);
                return;
            }

            string[] parts = value.Split(';');
            _factor = double.Parse(parts[0], CultureInfo.InvariantCulture);
            _best = parts[1].Length == 0 ? null : double.Parse(parts[1], CultureInfo.InvariantCulture);
            _waited = int.Parse(parts[2], CultureInfo.InvariantCulture);
        }
    }

    public double Factor(long step, long totalSteps) => _factor;

    public void Observe(double score, MonitorMode mode)
    {
        double margin = Math.Abs(_best ?? 0) * threshold;
        bool better = _best is not { } best || (mode == MonitorMode.Min ? score < best - margin : score > best + margin);
        if (better && !double.IsNaN(score))
        {
            (_best, _waited) = (score, 0);
        }
        else if (++_waited > patience)
        {
            _factor = Math.Max(floor, _factor * cut);
            _waited = 0;
        }
    }
}
