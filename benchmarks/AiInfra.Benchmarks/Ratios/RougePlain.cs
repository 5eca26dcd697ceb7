using System.Text.RegularExpressions;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>ROUGE as one writes it down: the other side of the "rouge" ratio.</summary>
internal sealed partial class RougePlain
{
    private readonly Dictionary<string, string> _stems = [];

    /// <summary>F of ROUGE-1, 2 and L together.</summary>
    public double Sum(string hypothesis, string reference)
    {
        string[] said = Tokens(hypothesis), right = Tokens(reference);
        return F1(Common(said, right, 1), said.Length, right.Length) + F1(Common(said, right, 2), said.Length - 1, right.Length - 1) + F1(Longest(said, right), said.Length, right.Length);
    }

    private static double F1(int hits, int said, int right)
    {
        double precision = (double)hits / Math.Max(1, said), recall = (double)hits / Math.Max(1, right);
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    private static int Common(string[] said, string[] right, int order)
    {
        Dictionary<string, int> counts = Counts(right, order);
        return Counts(said, order).Sum(gram => Math.Min(gram.Value, counts.GetValueOrDefault(gram.Key)));
    }

    private static Dictionary<string, int> Counts(string[] tokens, int order)
    {
        var counts = new Dictionary<string, int>();
        for (int i = 0; i + order <= tokens.Length; i++)
        {
            string gram = order == 1 ? tokens[i] : string.Join(' ', tokens, i, order);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }

        return counts;
    }

    private static int Longest(string[] said, string[] right)
    {
        var table = new int[right.Length + 1, said.Length + 1];
        for (int i = 1; i <= right.Length; i++)
        {
            for (int j = 1; j <= said.Length; j++)
            {
                table[i, j] = right[i - 1] == said[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }

        return table[right.Length, said.Length];
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Others();

    private string[] Tokens(string text) => [.. Others().Replace(text.ToLowerInvariant(), " ").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Stem)];

    private string Stem(string token)
    {
        if (token.Length <= 3)
        {
            return token;
        }

        if (!_stems.TryGetValue(token, out string? stem))
        {
            stem = PorterStemmer.Stem(token);
            _stems.Add(token, stem);
        }

        return stem;
    }
}
