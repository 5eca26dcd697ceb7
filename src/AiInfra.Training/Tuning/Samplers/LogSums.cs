using System.Numerics;
using System.Runtime.CompilerServices;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>The inner loops of a mixture's density over its kernels, several kernels at a time. Compiled in full at once: a study of a hundred trials is over before the runtime would have found out that they are hot.</summary>
internal static class LogSums
{
    /// <summary>Adds the logarithms of normal densities at a place to those that are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddNormals(Span<double> log, double x, ReadOnlySpan<double> mu, ReadOnlySpan<double> inverse, ReadOnlySpan<double> norm)
    {
        int k = 0;
        var place = new Vector<double>(x);
        var half = new Vector<double>(0.5);
        for (; k <= log.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            Vector<double> z = (place - new Vector<double>(mu[k..])) * new Vector<double>(inverse[k..]);
            (new Vector<double>(log[k..]) + (new Vector<double>(norm[k..]) - (half * z * z))).CopyTo(log[k..]);
        }

        for (; k < log.Length; k++)
        {
            double z = (x - mu[k]) * inverse[k];
            log[k] += norm[k] - (0.5 * z * z);
        }
    }

    /// <summary>Adds numbers to those that are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> log, ReadOnlySpan<double> more)
    {
        int k = 0;
        for (; k <= log.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            (new Vector<double>(log[k..]) + new Vector<double>(more[k..])).CopyTo(log[k..]);
        }

        for (; k < log.Length; k++)
        {
            log[k] += more[k];
        }
    }

    /// <summary>Logarithm of the sum of what the logarithms stand for; negative infinity where all are that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(ReadOnlySpan<double> log)
    {
        double most = double.NegativeInfinity;
        foreach (double l in log)
        {
            most = l > most ? l : most;
        }

        if (double.IsNegativeInfinity(most))
        {
            return most;
        }

        int k = 0;
        var highest = new Vector<double>(most);
        Vector<double> sums = Vector<double>.Zero;
        for (; k <= log.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            sums += Vector.Exp(new Vector<double>(log[k..]) - highest);
        }

        double sum = Vector.Sum(sums);
        for (; k < log.Length; k++)
        {
            sum += Math.Exp(log[k] - most);
        }

        return most + Math.Log(sum);
    }
}
