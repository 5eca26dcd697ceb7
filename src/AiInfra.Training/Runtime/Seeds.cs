namespace AiInfra.Training.Runtime;

/// <summary>Seeds that follow from other numbers, so that what is random at a step needs no memory of the steps before.</summary>
internal static class Seeds
{
    /// <summary>A seed for a purpose, epoch or step under a base seed. Finaliser of SplitMix64 (Steele, Lea, Flood 2014).</summary>
    public static ulong Of(long seed, long first, long second = 0)
    {
        ulong mixed = Mix((ulong)seed + 0x9E3779B97F4A7C15UL);
        mixed = Mix(mixed ^ ((ulong)first + 0xD1B54A32D192ED03UL));
        return Mix(mixed ^ ((ulong)second + 0x8CB92BA72F3D8DD7UL)) >> 1;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
