using System.Globalization;
using System.Text;

namespace AiInfra.Data.Encoders;

/// <summary>Decides whether a column holds free text, and which runs of words and characters are counted of it.</summary>
internal static class TextPlanner
{
    // So many different texts, spread over the table, say which runs are frequent.
    private const int MostLearned = 20_000;
    private const int LeastFeatures = 16;
    private const int RowsOfAFeature = 8;
    private const int MostCharacters = 4096;

    /// <summary>Whether texts are many and of several words, so that they are neither categories nor names.</summary>
    public static bool IsFree(ColumnProfile profile, EncodingOptions options)
    {
        TextSummary text = profile.Text;
        return profile.Role == ColumnRole.Text
            || (profile.Role == ColumnRole.Auto && (options.TextWords > 0 || options.TextCharacters > 0) && text.Count >= options.IdentifierMinRows
                && text.MeanWords >= options.TextMinWords && (text.Overflowed || text.Counts.Count > text.Count / 10));
    }

    public static (ColumnPlan? Plan, string Encoding, string Reason) Plan(ColumnProfile profile, EncodingOptions options)
    {
        TextSummary text = profile.Text;
        if (text.Count == 0)
        {
            return (null, "left out", "all values are missing");
        }

        KeyValuePair<string, long>[] all = [.. text.Counts];
        (string Text, long Count)[] learned = [.. Enumerable.Range(0, Math.Min(all.Length, MostLearned)).Select(i => all[(int)((long)i * all.Length / Math.Min(all.Length, MostLearned))]).Select(c => (TextPieces.Sound(c.Key), c.Value))];
        int widest = (int)Math.Min(int.MaxValue, Math.Max(LeastFeatures, profile.Rows / RowsOfAFeature));
        int pieces = (options.TextLength + TextPieces.Size - 1) / TextPieces.Size;
        long enough = Math.Max(2, options.EnoughOf(text.Count));
        GramPlan? words = Grams(learned, true, Math.Min(options.TextWords, widest), 2, enough, pieces, options.ForTrees);
        GramPlan? characters = Grams(learned, false, Math.Min(options.TextCharacters, widest), 3, enough, pieces, options.ForTrees);
        if (words is null && characters is null)
        {
            return (null, "left out", $"free text in which nothing comes twice: {Show(text.MeanWords)} words a value");
        }

        string[] parts =
        [
            .. words is null ? Array.Empty<string>() : [$"{words.Grams.Length} words and pairs of words"],
            .. characters is null ? Array.Empty<string>() : [$"{characters.Grams.Length} runs of 1 to 3 characters with digits alike"],
        ];
        string distinct = text.Overflowed ? $"more than {options.MaxVocabulary}" : text.Counts.Count.ToString(CultureInfo.InvariantCulture);
        string reason = $"{(profile.Role == ColumnRole.Text ? "text as asked" : "free text")}: {Show(text.MeanWords)} words a value, {distinct} different in {text.Count}; the most frequent {string.Join(" and ", parts)}, lower case, {(options.ForTrees ? "counts" : "TF-IDF")}, of the first {pieces * TextPieces.Size} characters"
            + (all.Length > MostLearned ? $"; chosen by {MostLearned} of the texts" : "");
        return (new TextPlan(profile.Column.Name, pieces, words, characters), "text n-grams", reason);
    }

    /// <summary>The runs that stand in the most texts. A run is in no more texts than each of its tokens, so that runs of tokens that did not get in themselves need not be counted.</summary>
    private static GramPlan? Grams((string Text, long Count)[] texts, bool words, int most, int longest, long enough, int pieces, bool plain)
    {
        if (most == 0)
        {
            return null;
        }

        var names = new List<string> { "" };
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        int[][][] tokens = [.. texts.Select(t => Tokens(t.Text, words, pieces, ids, names))];
        var found = new List<(int[] Gram, long Texts)>();
        var usable = new bool[names.Count];
        Array.Fill(usable, true);
        usable[0] = false;
        for (int n = 1; n <= longest; n++)
        {
            found.AddRange(Counted(tokens, texts, n, usable).Where(g => g.Texts >= enough));
            found = [.. found.OrderByDescending(g => g.Texts).ThenBy(g => g.Gram.Length).ThenBy(g => Name(g.Gram, names, words), StringComparer.Ordinal).Take(most)];
            if (n == 1)
            {
                Array.Clear(usable);
                found.ForEach(g => usable[g.Gram[0]] = true);
            }
        }

        long rows = texts.Sum(t => t.Count);

        // What stands in every text, or in as good as every one, still says how often: it is kept.
        (int[] Gram, long Texts)[] kept = [.. found.OrderBy(g => g.Gram.Length)];
        return kept.Length == 0 ? null : Plan(kept, names, words, plain ? null : rows);
    }

    private static GramPlan Plan((int[] Gram, long Texts)[] kept, List<string> names, bool words, long? rows)
    {
        int[] used = [.. kept.SelectMany(g => g.Gram).Distinct().Order()];
        var dense = used.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i + 1);
        var writings = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (int id in used)
        {
            writings.TryAdd(names[id], dense[id]);
        }

        foreach (int id in used)
        {
            foreach (string writing in words ? WritingsOfWord(names[id]) : WritingsOfCharacter(names[id]))
            {
                writings.TryAdd(writing, dense[id]);
            }
        }

        return new GramPlan(
            [.. writings.Keys],
            [.. writings.Values],
            [.. kept.Select(g => Array.ConvertAll(g.Gram, id => dense[id]))],
            rows is { } all ? [.. kept.Select(g => Math.Log((1.0 + all) / (1.0 + g.Texts)) + 1)] : [],
            [.. kept.Select(g => Name(g.Gram, names, words))]);
    }

    private static string Name(int[] gram, List<string> names, bool words) => string.Join(words ? " " : "", gram.Select(id => names[id]));

    private static IEnumerable<(int[] Gram, long Texts)> Counted(int[][][] tokens, (string Text, long Count)[] texts, int n, bool[] usable)
    {
        var counts = new Dictionary<long, (int[] Gram, long Texts, int Last)>();
        for (int t = 0; t < tokens.Length; t++)
        {
            foreach (int[] piece in tokens[t])
            {
                for (int i = 0; i + n <= piece.Length; i++)
                {
                    ReadOnlySpan<int> run = piece.AsSpan(i, n);
                    bool all = true;
                    foreach (int id in run)
                    {
                        all &= usable[id];
                    }

                    if (!all)
                    {
                        continue;
                    }

                    ref (int[] Gram, long Texts, int Last) count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, GramPlan.Key(run), out bool known);
                    if (!known)
                    {
                        count = (run.ToArray(), 0, -1);
                    }

                    if (count.Last != t)
                    {
                        count = (count.Gram, count.Texts + texts[t].Count, t);
                    }
                }
            }
        }

        return counts.Values.Select(c => (c.Gram, c.Texts));
    }

    private static int[][] Tokens(string text, bool words, int pieces, Dictionary<string, int> ids, List<string> names)
    {
        var result = new List<int[]>();
        var piece = new List<int>();
        ReadOnlySpan<char> rest = text;
        for (int i = 0; i < pieces && rest.Length > 0; i++)
        {
            piece.Clear();
            ReadOnlySpan<char> left = TextPieces.Next(ref rest);
            while (left.Length > 0 && (words ? TextPieces.NextWord(ref left) : TextPieces.NextCharacter(ref left)) is { Length: > 0 } token)
            {
                piece.Add(Id(words ? token.ToString().ToLowerInvariant() : Folded(token), ids, names, words ? GramPlan.MostIds - 1 : MostCharacters));
            }

            result.Add([.. piece]);
        }

        return [.. result];
    }

    private static int Id(string token, Dictionary<string, int> ids, List<string> names, int most)
    {
        if (!ids.TryGetValue(token, out int id) && names.Count <= most)
        {
            id = names.Count;
            ids.Add(token, id);
            names.Add(token);
        }

        return id;
    }

    /// <summary>A character as it counts: lower case, all digits alike, all white space of ASCII a blank.</summary>
    private static string Folded(ReadOnlySpan<char> character) => character.Length == 1
        ? character[0] switch
        {
            >= '0' and <= '9' => "0",
            '\t' or '\r' or '\n' => " ",
            _ => char.ToLowerInvariant(character[0]).ToString(),
        }
        : Rune.ToLowerInvariant(new Rune(character[0], character[1])).ToString();

    private static IEnumerable<string> WritingsOfCharacter(string character) => character switch
    {
        "0" => "123456789".Select(c => c.ToString()),
        " " => ["\t", "\r", "\n"],
        _ => Rune.GetRuneAt(character, 0) is var rune && !rune.IsAscii ? [Rune.ToUpperInvariant(rune).ToString()] : [],
    };

    /// <summary>A word beyond ASCII in capitals, and with a capital at its start, as they are once A to Z are a to z: exported graphs lower those alone, alike on every system.</summary>
    private static IEnumerable<string> WritingsOfWord(string word)
    {
        if (Ascii.IsValid(word))
        {
            yield break;
        }

        yield return AsciiLower(word.ToUpperInvariant());
        Rune first = Rune.GetRuneAt(word, 0);
        yield return AsciiLower(Rune.ToUpperInvariant(first).ToString() + word[first.Utf16SequenceLength..]);
    }

    private static string AsciiLower(string text) => string.Create(text.Length, text, (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = from[i] is >= 'A' and <= 'Z' ? (char)(from[i] | 0x20) : from[i];
        }
    });

    private static string Show(double x) => x.ToString("0.#", CultureInfo.InvariantCulture);
}
