using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>Self-BLEU of generated texts, 0 to 100 (Zhu 2018): the mean BLEU of each text with all others as its references; high means that a model repeats itself. For every n-gram the two texts that have it most are kept, so that the work grows with the texts and not with their square.</summary>
public static class SelfBleu
{
    /// <summary>The score of texts.</summary>
    /// <param name="texts">Two or more texts.</param>
    /// <param name="options">How BLEU is computed; the effective order is always taken, as for single texts.</param>
    /// <exception cref="ArgumentException">There are fewer than two texts, or one is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> texts, BleuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options = ((options ?? new()) with { EffectiveOrder = true }).Checked();
        if (texts.Count < 2)
        {
            throw new ArgumentException($"There are {texts.Count} texts; self-BLEU compares each with the others and needs two.", nameof(texts));
        }

        List<string>[] words = [.. texts.Select((t, i) => Words(t, i, options))];
        Dictionary<string, NgramLeaders>[] grams = [.. words.Select((w, i) => Grams(w, i, options.MaxOrder))];
        var leaders = new Dictionary<string, NgramLeaders>(StringComparer.Ordinal);
        foreach ((string gram, NgramLeaders own) in grams.SelectMany(g => g))
        {
            leaders[gram] = leaders.TryGetValue(gram, out NgramLeaders known) ? known.With(own.First, own.Owner) : own;
        }

        int[] lengths = [.. words.Select(w => w.Count).Order()];
        double sum = 0;
        long empty = 0;
        var precisions = new double[options.MaxOrder];
        var counts = new double[BleuFormula.Width(options.MaxOrder)];
        for (int i = 0; i < words.Length; i++)
        {
            Array.Clear(counts);
            counts[0] = words[i].Count;
            counts[1] = Closest(lengths, words[i].Count);
            foreach ((string gram, NgramLeaders own) in grams[i])
            {
                int order = gram.Count(c => c == ' ');
                counts[2 + order] += Math.Min(own.First, leaders[gram].WithoutOwner(i));
                counts[2 + options.MaxOrder + order] += own.First;
            }

            empty += words[i].Count == 0 ? 1 : 0;
            sum += BleuFormula.Score(counts, options, true, precisions, out _);
        }

        return new("selfBleu", sum / words.Length, words.Length, MetricSignature.Of("selfBleu", options.Signature)) { HigherIsBetter = false, Undefined = empty };
    }

    private static List<string> Words(string text, int index, BleuOptions options)
    {
        if (text is null)
        {
            throw new ArgumentException($"texts[{index}] is null; a missing answer is an empty text.", nameof(text));
        }

        TextGuard.Whole(text, $"texts[{index}]", "texts", "");
        return AnswerNormalizer.Words(options.Tokenizer.Tokenize(TextRules.TrimEnd(options.Lowercase ? TextRules.Lower(text) : text)));
    }

    private static Dictionary<string, NgramLeaders> Grams(List<string> words, int owner, int orders)
    {
        var grams = new Dictionary<string, NgramLeaders>(StringComparer.Ordinal);
        for (int order = 1; order <= orders; order++)
        {
            for (int i = 0; i + order <= words.Count; i++)
            {
                string gram = string.Join(' ', words.GetRange(i, order));
                grams[gram] = new(grams.TryGetValue(gram, out NgramLeaders seen) ? seen.First + 1 : 1, owner, 0);
            }
        }

        return grams;
    }

    // The length among the others that is closest; of two the shorter.
    private static int Closest(int[] sorted, int length)
    {
        int at = Array.BinarySearch(sorted, length), left = at, right = at;
        while (left > 0 && sorted[left - 1] == length)
        {
            left--;
        }

        while (right + 1 < sorted.Length && sorted[right + 1] == length)
        {
            right++;
        }

        if (right > left)
        {
            return length;
        }

        int below = left > 0 ? sorted[left - 1] : int.MinValue, above = right + 1 < sorted.Length ? sorted[right + 1] : int.MaxValue;
        return left == 0 ? above : right + 1 == sorted.Length ? below : length - below <= above - length ? below : above;
    }
}
