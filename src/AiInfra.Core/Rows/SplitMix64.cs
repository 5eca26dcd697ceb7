namespace AiInfra.Core.Rows;

/// <summary>Small seeded generator whose numbers are the same on every machine and with every runtime, so that a resample can be drawn again years later (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"). Hand it on by reference: a copy draws the same numbers again. Not for secrets.</summary>
/// <param name="seed">Any number; equal seeds draw equal numbers.</param>
public struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number in [0, bound), by multiplication; the bias is below 2^-32 for bounds of 32 bits.</summary>
    /// <param name="bound">Above every number drawn; more than 0.</param>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
