using AiInfra.Metrics.Numerics;

namespace AiInfra.Observability.Quality;

/// <summary>The newest losses of one metric.</summary>
internal sealed class LossWindow(int size)
{
    private readonly double[] _ring = new double[size];
    private int _next;

    public int Count { get; private set; }

    public static (double Mean, double Deviation) Describe(ReadOnlySpan<double> losses)
    {
        var mean = new RunningMean();
        mean.Add(losses);
        return (mean.Mean, losses.Length > 1 ? Math.Sqrt(mean.SumOfSquares / (losses.Length - 1)) : 0);
    }

    public void Add(double loss)
    {
        _ring[_next] = loss;
        _next = (_next + 1) % size;
        Count = Math.Min(Count + 1, size);
    }

    /// <summary>The losses, the oldest first.</summary>
    public double[] ToArray() => Count < size ? _ring[..Count] : [.. _ring.AsSpan(_next), .. _ring.AsSpan(0, _next)];
}
