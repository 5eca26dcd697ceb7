using AiInfra.Laws;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;
using CsCheck;

namespace AiInfra.Metrics.Tests.Text;

/// <summary>Laws that hold for every text metric, and the fast algorithms against the plain ones.</summary>
public class TextLawTests
{
    private static readonly string[] s_words = ["the", "cat", "cats", "sat", "on", "a", "mat", "é", "東", "\U0001F600", "3.5", "don't"];

    private static readonly Gen<string> Words = Gen.Int[0, 11].Array[0, 12].Select(w => string.Join(' ', w.Select(i => s_words[i])));

    private static readonly Gen<(string Said, string Right)[]> Corpus = Gen.Select(Words, Words).Array[1, 12];

    private static readonly Gen<int[]> Ids = Gen.Int[0, 5].Array[0, 150];

    [Fact]
    public void Merge_Halves_EqualWholeInAnyOrder() => Corpus.ForAll(pairs =>
    {
        foreach (TextMetric metric in AllTextMetrics.Free().Concat(AllTextMetrics.Single()))
        {
            TextMetric left = metric.New(), right = metric.New();
            for (int i = pairs.Length - 1; i >= 0; i--)
            {
                metric.Add(pairs[i].Right, pairs[i].Said);
                (i % 3 == 0 ? left : right).Add([pairs[i].Right], pairs[i].Said);
            }

            left.Merge(right);
            Score whole = metric.Result(), merged = left.Result();
            Assert.True(Near(whole.Value, merged.Value) && whole.Undefined == merged.Undefined && whole.Count == merged.Count, $"{whole.Signature}: {whole.Value:R} whole, {merged.Value:R} merged");
        }
    }, count: 60);

    // METEOR pays for its one chunk, and epsilon smoothing for the orders that a short text lacks; the rest reaches the top when the texts are long enough.
    [Fact]
    public void Add_TheReferenceItself_ScoresBest() => Words.Where(t => t.Count(char.IsAsciiLetter) > 12).Array[1, 6].ForAll(texts =>
    {
        foreach (TextMetric metric in AllTextMetrics.Free().Concat(AllTextMetrics.Single()).Where(m => m is not Meteor && !m.Signature.Contains("eff:no|nc")))
        {
            foreach (string text in texts)
            {
                metric.Add(text, text);
            }

            Assert.True(Near(metric.Result().Value, AllTextMetrics.Best(metric)), $"{metric.Signature}: {metric.Result().Value}");
        }
    }, count: 60);

    [Fact]
    public void Add_SeveralReferences_OrderDoesNotMatter() => Gen.Select(Words, Words.Array[1, 4]).ForAll((said, right) =>
    {
        foreach (TextMetric metric in AllTextMetrics.Free())
        {
            TextMetric other = metric.New();
            metric.Add(right, said);
            other.Add([.. right.Reverse()], said);
            Assert.True(Near(metric.Result().Value, other.Result().Value), metric.Signature);
        }
    }, count: 60);

    [Fact]
    public void AllMetrics_AnyTexts_WithinTheirRange() => Corpus.ForAll(pairs =>
    {
        foreach (TextMetric metric in AllTextMetrics.Free().Concat(AllTextMetrics.Single()))
        {
            metric.AddBatch(pairs.Select(p => p.Right).ToArray(), [.. pairs.Select(p => p.Said)]);
            Assert.True(metric.Result().Value >= 0 && (!metric.HigherIsBetter || metric.Result().Value <= AllTextMetrics.Best(metric) * (1 + 1e-12)), $"{metric.Signature}: {metric.Result().Value:R}");
        }
    }, count: 60);

    [Fact]
    public void CommonSubsequence_AnyTokens_AsThePlainTable() => Gen.Select(Ids, Ids).ForAll((a, b) =>
    {
        var common = new CommonSubsequence();
        int[,] table = Table(a, b);
        var marks = new bool[a.Length];
        common.Mark(a, b, marks);
        bool[] expected = new bool[a.Length];
        for (int i = a.Length, j = b.Length; i > 0 && j > 0;)
        {
            if (a[i - 1] == b[j - 1])
            {
                expected[i - 1] = true;
                (i, j) = (i - 1, j - 1);
            }
            else if (table[i, j - 1] > table[i - 1, j])
            {
                j--;
            }
            else
            {
                i--;
            }
        }

        Assert.Equal(table[a.Length, b.Length], common.Length(a, b));
        Assert.Equal(expected, marks);
    });

    [Fact]
    public void Levenshtein_AnyTokens_AsThePlainTableAndTheAlignmentCostsIt() => Gen.Select(Ids, Ids).ForAll((a, b) =>
    {
        var levenshtein = new Levenshtein();
        int distance = PlainDistance(a, b);
        var edits = new List<EditKind>();
        levenshtein.Align(a, b, edits);
        edits.Reverse();
        EditAlignment.Settle(edits, a, b);
        EditCounts counts = EditAlignment.Count(edits);
        Assert.Equal((distance, (long)distance, (long)a.Length, (long)b.Length), (levenshtein.Distance(a, b), counts.Errors, counts.ReferenceTokens, counts.HypothesisTokens));
    });

    [Fact]
    public void Levenshtein_ThreeSequences_IsAMetric() => Gen.Select(Ids, Ids, Ids).ForAll((a, b, c) =>
    {
        var levenshtein = new Levenshtein();
        int ab = levenshtein.Distance(a, b), bc = levenshtein.Distance(b, c), ac = levenshtein.Distance(a, c);
        Assert.True(levenshtein.Distance(a, a) == 0 && ab == levenshtein.Distance(b, a) && (ab > 0 || a.SequenceEqual(b)) && ac <= ab + bc);
    });

    [Fact]
    public void NgramMatcher_SeveralReferences_AsCounters() => Gen.Select(Ids, Ids, Ids).ForAll((said, first, second) =>
    {
        Span<int> matches = new int[4];
        new NgramMatcher().Match(said, [.. first, .. second], [first.Length, first.Length + second.Length], matches);
        for (int n = 1; n <= 4; n++)
        {
            Dictionary<string, int> one = Grams(first, n), two = Grams(second, n);
            Assert.Equal(Grams(said, n).Sum(g => Math.Min(g.Value, Math.Max(one.GetValueOrDefault(g.Key), two.GetValueOrDefault(g.Key)))), matches[n - 1]);
        }
    });

    [Fact]
    public void ByteGramMatcher_AnyBytes_AsTheGeneralOne() => Gen.Select(Gen.Int[0, 4].Array[0, 90], Gen.Int[0, 4].Array[0, 90]).ForAll((said, right) =>
    {
        int[] fast = new int[7], general = new int[7];
        new ByteGramMatcher().Match(said, right, fast);
        new NgramMatcher().Match(said, right, [right.Length], general);
        Assert.Equal(general, fast);
    });

    [Fact]
    public void Ter_AnyTexts_AtMostTheWordErrorRate() => Corpus.ForAll(pairs =>
    {
        string[] said = [.. pairs.Select(p => p.Said)], right = [.. pairs.Select(p => p.Right)];
        if (right.Any(r => r.Length > 0))
        {
            Assert.True(TranslationEditRate.Of(right, said).Value <= (100 * WordErrorRate.Of(right, said).Value) + 1e-9);
        }
    }, count: 60);

    [Fact]
    public void Lower_AnyText_WordsOfAsciiUnchanged() => Gen.String.AlphaNumeric.ForAll(t => Assert.Equal(t.ToLowerInvariant(), TextRules.Lower(t)));

    private static bool Near(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a));

    private static Dictionary<string, int> Grams(int[] tokens, int n) =>
        Enumerable.Range(0, Math.Max(0, tokens.Length - n + 1)).GroupBy(i => string.Join(' ', tokens[i..(i + n)])).ToDictionary(g => g.Key, g => g.Count());

    private static int[,] Table(int[] a, int[] b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                table[i, j] = a[i - 1] == b[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }

        return table;
    }

    private static int PlainDistance(int[] a, int[] b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }
        }

        return table[a.Length, b.Length];
    }
}
