namespace AiInfra.Serving.Deployments.Routing;

/// <summary>Where a key has its place: canaries answer ranges of places.</summary>
internal static class KeyPlace
{
    /// <summary>The key's place in [0, 1). FNV-1a, 64 bits, finished as in MurmurHash3.</summary>
    public static double Of(string salt, string key)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in salt)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        foreach (char c in key)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53;
        hash ^= hash >> 33;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
