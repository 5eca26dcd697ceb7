using System.Globalization;

namespace AiInfra.Data.Encoders;

/// <summary>Decides how categories are encoded, and which texts are none.</summary>
internal static class CategoryPlanner
{
    public static (ColumnPlan? Plan, string Encoding, string Reason) Plan(ColumnProfile profile, EncodingOptions options)
    {
        TextSummary text = profile.Text;
        if (text.Count == 0)
        {
            return (null, "left out", "all values are missing");
        }

        if (NoCategory(profile, options) is { } why)
        {
            return (null, "left out", why);
        }

        long enough = options.EnoughOf(profile.Rows);
        KeyValuePair<string, long>[] frequent = [.. text.Counts.Where(c => c.Value >= enough).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)];
        bool rare = frequent.Length < text.Counts.Count;
        bool missing = profile.Missing > 0;
        int own = Math.Min(frequent.Length, options.MaxCategories);
        int shared = frequent.Length > own ? options.HashBuckets : 0;
        rare |= frequent.Length > own && shared == 0;
        if (own + (rare ? 1 : 0) + (missing ? 1 : 0) < 2)
        {
            return (null, "left out", own == 0 ? "every value is rare, and none is missing" : $"constant: always '{frequent[0].Key}'");
        }

        var buckets = new List<string> { "(other)" };
        if (missing)
        {
            buckets.Add("(missing)");
        }

        int first = buckets.Count;
        buckets.AddRange(frequent.Take(own).Select(c => c.Key));
        buckets.AddRange(Enumerable.Range(0, shared).Select(i => $"#{i}"));
        KeyValuePair<string, long>[] kept = shared > 0 ? frequent : frequent[..own];
        int[] bucketOf = [.. kept.Select((c, i) => i < own ? first + i : first + own + Hash(c.Key, shared))];
        bool oneHot = !options.ForTrees && (options.Categories == CategoryForm.OneHot || (options.Categories == CategoryForm.Auto && buckets.Count <= options.MaxOneHot));
        var plan = new CategoryPlan(profile.Column.Name, profile.Column.Kind, oneHot, rare, missing ? 1 : 0, [.. buckets], [.. kept.Select(c => c.Key)], bucketOf);
        string reason = string.Create(CultureInfo.InvariantCulture, $"{text.Counts.Count} distinct: {own} with their own bucket")
            + (shared > 0 ? string.Create(CultureInfo.InvariantCulture, $", {frequent.Length - own} hashed into {shared}") : "")
            + (rare ? string.Create(CultureInfo.InvariantCulture, $", {text.Counts.Count - kept.Length} rare") : "")
            + (missing ? ", one for missing" : "");
        return (plan, shared > 0 ? (oneHot ? "one-hot, hashed" : "index, hashed") : oneHot ? "one-hot" : "index", reason);
    }

    private static string? NoCategory(ColumnProfile profile, EncodingOptions options)
    {
        TextSummary text = profile.Text;
        if (text.Overflowed)
        {
            return $"neither category nor text: more than {options.MaxVocabulary} distinct values of {text.MeanWords.ToString("0.#", CultureInfo.InvariantCulture)} words; set its role to Text, or raise MaxVocabulary";
        }

        if (profile.Role != ColumnRole.Auto || text.Count < options.IdentifierMinRows)
        {
            return null;
        }

        int distinct = text.Counts.Count;
        return text.MeanWords >= options.TextMinWords && distinct > text.Count / 10
                ? $"free text: {text.MeanWords.ToString("0.#", CultureInfo.InvariantCulture)} words a value, and {nameof(EncodingOptions.TextWords)} and {nameof(EncodingOptions.TextCharacters)} count none; set its role to Category to keep it"
            : distinct == text.Count ? "an identifier: every value is different; set its role to Category to keep it"
            : distinct > text.Count / 2 && text.Count >= 100 ? $"neither category nor number: {distinct} distinct values in {text.Count}; set its role to Category to keep it, or to Text"
            : null;
    }

    /// <summary>FNV-1a over UTF-8. Only used while fitting: the vocabulary keeps the bucket.</summary>
    private static int Hash(string text, int buckets)
    {
        uint hash = 2166136261;
        foreach (byte b in System.Text.Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 16777619;
        }

        return (int)(hash % (uint)buckets);
    }
}
