namespace AiInfra.Training.Tokenizers;

/// <summary>A letter for each byte, so that tokens of any bytes are texts in files (Radford et al. 2019): printable bytes of Latin-1 are themselves, the others the letters from U+0100 on.</summary>
internal static class ByteLetters
{
    private static readonly char[] Letters = Make();
    private static readonly Dictionary<char, byte> Bytes = Letters.Select((letter, b) => (letter, b)).ToDictionary(p => p.letter, p => (byte)p.b);

    /// <summary>All bytes in the order of their letters: the order of their tokens.</summary>
    public static IReadOnlyList<byte> InOrder { get; } = [.. Enumerable.Range(0, 256).Select(b => (byte)b).OrderBy(b => Letters[b])];

    public static string Text(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[i] = Letters[bytes[i]];
        }

        return new string(text);
    }

    /// <summary>The bytes that a text stands for; null where a letter stands for none.</summary>
    public static byte[]? BytesOf(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            if (!Bytes.TryGetValue(text[i], out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }

    private static char[] Make()
    {
        char[] letters = new char[256];
        char other = (char)256;
        for (int b = 0; b < 256; b++)
        {
            letters[b] = b is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)b : other++;
        }

        return letters;
    }
}
