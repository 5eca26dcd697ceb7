using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>A number between 0 and 1 that follows from where it is drawn.</summary>
internal static class SeededChance
{
    /// <summary>From 0 to just below 1, in steps of 2^-53.</summary>
    public static double Of(long seed, long epoch, long place) => (Seeds.Of(seed, epoch, place) >> 10) * (1.0 / (1UL << 53));
}
