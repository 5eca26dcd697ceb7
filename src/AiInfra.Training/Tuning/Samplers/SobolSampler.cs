using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>
/// Points that fill the space evenly: the Sobol sequence, scrambled by the study's seed (Owen 1995; by hashing, Burley 2020). For a first look at an objective, and better than chance whenever little is learned from trial to trial.
/// What it chooses follows from seed, trial number and the order in which parameters were first asked for, so of parameters that every trial asks for it is the same however many workers there are.
/// </summary>
public sealed class SobolSampler : ISampler
{
    private const int Bits = 32;
    private static readonly uint[][] s_directions = [.. Enumerable.Range(0, SobolDirections.Rows.Length).Select(Directions)];

    /// <summary>Most parameters of a study: 64.</summary>
    public static int Dimensions => SobolDirections.Rows.Length;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> Propose(StudyHistory history, int trial) => NoValues.Instance;

    /// <inheritdoc />
    /// <exception cref="StudyException">The study has more parameters than the sequence dimensions.</exception>
    public double Draw(StudyHistory history, HistoryTrial trial, string name, ParameterRange range)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(range);
        int dimension = 0;
        while (dimension < history.Names.Count && history.Names[dimension] != name)
        {
            dimension++;
        }

        return dimension < Dimensions
            ? range.At(Scrambled((uint)trial.Origin, dimension, history.Seed))
            : throw new StudyException($"The Sobol sequence here has {Dimensions} dimensions, and '{name}' would be parameter {dimension + 1} of the study. Search by {nameof(RandomSampler)} or {nameof(TpeSampler)}.");
    }

    /// <summary>A coordinate of the sequence itself, in [0, 1).</summary>
    internal static double Plain(uint index, int dimension) => Point(index, dimension) * (1.0 / (1UL << Bits));

    /// <summary>A coordinate scrambled by a seed, in (0, 1).</summary>
    internal static double Scrambled(uint index, int dimension, long seed)
    {
        uint key = (uint)new Core.Rows.SplitMix64((ulong)seed + ((ulong)(dimension + 1) * 0x9E3779B97F4A7C15UL)).Next();
        return (Owen(Point(index, dimension), key) + 0.5) * (1.0 / (1UL << Bits));
    }

    private static uint Point(uint index, int dimension)
    {
        uint[] directions = s_directions[dimension];
        uint point = 0;
        for (int bit = 0; index != 0; bit++, index >>= 1)
        {
            point ^= (index & 1) != 0 ? directions[bit] : 0;
        }

        return point;
    }

    /// <summary>Turns every bit by what stands above it: a permutation of each half of each half, as far as the bits go (Laine and Karras 2011, with the constants of Vegdahl 2021).</summary>
    private static uint Owen(uint point, uint key)
    {
        uint x = Reverse(point);
        x ^= x * 0x3d20adea;
        x += key;
        x *= (key >> 16) | 1;
        x ^= x * 0x05526c56;
        x ^= x * 0x53a22864;
        return Reverse(x);
    }

    private static uint Reverse(uint x)
    {
        x = ((x >> 1) & 0x55555555) | ((x & 0x55555555) << 1);
        x = ((x >> 2) & 0x33333333) | ((x & 0x33333333) << 2);
        x = ((x >> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(x);
    }

    private static uint[] Directions(int dimension)
    {
        var v = new uint[Bits];
        int[] row = SobolDirections.Rows[dimension];
        if (row.Length == 0)
        {
            for (int i = 0; i < Bits; i++)
            {
                v[i] = 1u << (Bits - 1 - i);
            }

            return v;
        }

        int degree = row.Length - 1;
        for (int i = 0; i < Bits; i++)
        {
            if (i < degree)
            {
                v[i] = (uint)row[i + 1] << (Bits - 1 - i);
                continue;
            }

            v[i] = v[i - degree] ^ (v[i - degree] >> degree);
            for (int k = 1; k < degree; k++)
            {
                v[i] ^= ((row[0] >> (degree - k)) & 1) != 0 ? v[i - k] : 0;
            }
        }

        return v;
    }
}
