namespace AiInfra.Core.Statistics;

/// <summary>Small seeded generator whose numbers are the same on every machine and runtime (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number in [0, bound), by multiplication; the bias is below 2^-32 for bounds of 32 bits.</summary>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
