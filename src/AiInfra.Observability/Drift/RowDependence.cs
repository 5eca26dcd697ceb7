namespace AiInfra.Observability.Drift;

/// <summary>
/// How strongly neighbouring rows depend on each other while nothing changes: the mean over windows that do not overlap and held no finding.
/// A change inside a window looks like dependence too, so the window under judgement is only believed while there is nothing else.
/// </summary>
internal sealed class RowDependence
{
    private double _sum;
    private int _windows;

    /// <summary>The factor to judge a window with.</summary>
    public double Of(double window) => _windows > 0 ? _sum / _windows : window;

    /// <summary>Learns from a window that held no finding.</summary>
    public void Add(double window)
    {
        _sum += window;
        _windows++;
    }
}
