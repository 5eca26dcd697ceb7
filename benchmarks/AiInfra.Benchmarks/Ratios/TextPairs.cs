namespace AiInfra.Benchmarks.Ratios;

/// <summary>Pairs of made sentences: words of a language that has Zipf's frequencies and English endings, and the same sentence with words left out, replaced and moved.</summary>
internal static class TextPairs
{
    private static readonly string[] s_endings = ["", "", "", "s", "ed", "ing", "ly", "er", "ation", "ness", "ful", "ies"];

    public static (string[] Hypotheses, string[] References) Make(int count, int seed)
    {
        var random = new Random(seed);
        string[] words = [.. Enumerable.Range(0, 20_000).Select(i => Word(random, 1 + (int)Math.Log2(i + 2) / 5))];
        string[] hypotheses = new string[count], references = new string[count];
        for (int i = 0; i < count; i++)
        {
            var sentence = Enumerable.Range(0, random.Next(10, 50)).Select(_ => Draw(words, random)).ToList();
            references[i] = string.Join(' ', sentence) + " .";
            for (int k = sentence.Count / 6; k > 0; k--)
            {
                int at = random.Next(sentence.Count);
                string word = sentence[at];
                sentence.RemoveAt(at);
                int what = random.Next(3);
                if (what > 0)
                {
                    sentence.Insert(random.Next(sentence.Count + 1), what == 1 ? word : Draw(words, random));
                }
            }

            hypotheses[i] = string.Join(' ', sentence) + " .";
        }

        return (hypotheses, references);
    }

    private static string Draw(string[] words, Random random) => words[(int)Math.Pow(words.Length, random.NextDouble()) - 1];

    private static string Word(Random random, int syllables) =>
        string.Concat(Enumerable.Range(0, syllables).Select(_ => $"{"bcdfghlmnprstvw"[random.Next(15)]}{"aeiou"[random.Next(5)]}")) + "dnrst"[random.Next(5)] + s_endings[random.Next(s_endings.Length)];
}
