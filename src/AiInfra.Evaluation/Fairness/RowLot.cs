namespace AiInfra.Evaluation.Fairness;

/// <summary>A number in [0, 1) from a seed and a row's id, the same in every process (FNV-1a over the UTF-16 units, then SplitMix64's finish).</summary>
internal static class RowLot
{
    public static double Of(long seed, string id)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in id)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        ulong z = hash + ((ulong)seed * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
