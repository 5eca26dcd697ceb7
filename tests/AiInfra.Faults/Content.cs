namespace AiInfra.Faults;

/// <summary>Bytes that a seed and a number determine.</summary>
internal static class Content
{
    public static byte[] Of(int seed, int number, int mostBytes = 40_000)
    {
        var random = new Random(unchecked((seed * 7919) + number));
        byte[] bytes = new byte[random.Next(1, mostBytes)];
        random.NextBytes(bytes);
        return bytes;
    }
}
