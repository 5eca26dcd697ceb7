using System.Numerics;

namespace AiInfra.Core.Sketches;

/// <summary>How many different values there were, in 4 KB: HyperLogLog over 64-bit hashes with 4,096 registers (Flajolet et al. 2007), read with the improved estimator of Ertl (2017), which needs no bias tables.</summary>
/// <remarks>Standard error 1.6 %, near exact for few values. Merges exactly: sketches of parts give the same answer as one of the whole. Not thread-safe.</remarks>
public sealed class DistinctSketch
{
    private const int Bits = 12;
    private const int Registers = 1 << Bits;
    private const int MaxRank = 64 - Bits + 1;
    private readonly byte[] _registers = new byte[Registers];

    /// <summary>Standard error of the estimate as a share of it: 1.04 over the root of the registers.</summary>
    public static double StandardError => 1.04 / Math.Sqrt(Registers);

    /// <summary>Adds a number; both zeros are one.</summary>
    public void Add(double number) => AddHash(Hash(number));

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        AddHash(Hash(text));
    }

    /// <summary>A hash of a number; both zeros are one number.</summary>
    public static ulong Hash(double number) => Mix((ulong)BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number));

    /// <summary>A hash of a text that is the same in every process (FNV-1a over the UTF-16 units, then mixed).</summary>
    public static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return Mix(hash);
    }

    /// <summary>Adds a value by its hash, all of whose 64 bits are mixed well.</summary>
    public void AddHash(ulong hash)
    {
        ref byte register = ref _registers[hash >> (64 - Bits)];
        byte rank = (byte)Math.Min(BitOperations.LeadingZeroCount(hash << Bits) + 1, MaxRank);
        register = Math.Max(register, rank);
    }

    /// <summary>Adds all that another sketch has seen; the other stays as it is.</summary>
    public void Merge(DistinctSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < Registers; i++)
        {
            _registers[i] = Math.Max(_registers[i], other._registers[i]);
        }
    }

    /// <summary>About how many different values were added.</summary>
    public long Estimate()
    {
        var histogram = new int[MaxRank + 1];
        foreach (byte rank in _registers)
        {
            histogram[rank]++;
        }

        double z = Registers * Tau(1 - (histogram[MaxRank] / (double)Registers));
        for (int k = MaxRank - 1; k >= 1; k--)
        {
            z = 0.5 * (z + histogram[k]);
        }

        z += Registers * Sigma(histogram[0] / (double)Registers);
        return (long)Math.Round(Registers * (double)Registers / (2 * Math.Log(2) * z));
    }

    private static ulong Mix(ulong h)
    {
        h ^= h >> 33;
        h *= 0xff51afd7ed558ccd;
        h ^= h >> 33;
        h *= 0xc4ceb9fe1a85ec53;
        return h ^ (h >> 33);
    }

    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1, z = x, before;
        do
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }
        while (z != before);
        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double y = 1, z = 1 - x, before;
        do
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        while (z != before);
        return z / 3;
    }
}
