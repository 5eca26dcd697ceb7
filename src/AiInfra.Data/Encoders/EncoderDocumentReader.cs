using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Reads a saved encoder and checks that it holds together.</summary>
internal static class EncoderDocumentReader
{
    public static TableEncoder Read(string json)
    {
        EncoderDocument document;
        try
        {
            document = JsonSerializer.Deserialize(json, EncodingJson.Default.EncoderDocument) ?? throw Damaged("it is null", null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Damaged(e.Message, e);
        }

        if (document.Format != EncoderDocument.Name || document.Version != 1)
        {
            throw Damaged($"it says it is '{document.Format}' version {document.Version}", null);
        }

        if (document.Plans.Length == 0)
        {
            throw Damaged("it encodes no column", null);
        }

        foreach (ColumnPlan plan in document.Plans)
        {
            if (Problem(plan) is { } problem)
            {
                throw Damaged($"column '{plan.Name}' {problem}", null);
            }
        }

        try
        {
            return new TableEncoder(new RowSchema(document.Schema), document.Plans, new EncodingReport(document.Decisions));
        }
        catch (ArgumentException e)
        {
            throw Damaged(e.Message, e);
        }
    }

    private static string? Problem(ColumnPlan plan) => plan switch
    {
        NumberPlan n => Finite(n) && Climbs(n.Rank) ? null : "has numbers that cannot be",
        InstantPlan i => Finite(i.Linear) && i.Linear.Name == i.Name ? null : "has numbers that cannot be",
        CategoryPlan c => c.Values.Length != c.BucketOf.Length || c.Buckets.Length < 2 || c.MissingBucket < 0 || c.MissingBucket >= c.Buckets.Length
            || c.BucketOf.Any(b => b < 0 || b >= c.Buckets.Length) ? "has a vocabulary that does not fit its buckets"
            : c.Kind != ValueKind.Text && c.Values.Any(v => !long.TryParse(v, out _)) ? "has keys that are not numbers" : null,
        TextPlan t => t.Kind == ValueKind.Text && t.Pieces > 0 && (t.Words ?? t.Characters) is not null && Counts(t.Words) && Counts(t.Characters) ? null : "has runs of words or characters that cannot be",
        _ => "is of a kind that is not known",
    };

    private static bool Counts(GramPlan? grams) => grams is null
        || (grams.Tokens.Length == grams.Ids.Length && grams.Grams.Length > 0 && (grams.Weights.Length == 0 || grams.Weights.Length == grams.Grams.Length) && grams.Names.Length == grams.Grams.Length
            && grams.Weights.All(double.IsFinite) && grams.Ids.All(id => id is > 0 and < GramPlan.MostIds) && grams.Tokens.Distinct(StringComparer.Ordinal).Count() == grams.Tokens.Length
            && grams.Grams.All(g => g.Length is > 0 and <= GramPlan.MostTokens) && grams.Grams.Zip(grams.Grams.Skip(1)).All(p => p.First.Length <= p.Second.Length)
            && grams.Grams.Select(g => (g.Length, GramPlan.Key(g))).Distinct().Count() == grams.Grams.Length);

    private static bool Finite(NumberPlan n) => double.IsFinite(n.Impute) && double.IsFinite(n.Offset) && double.IsFinite(n.Factor) && n.Codes.All(double.IsFinite) && n.Low <= n.High;

    private static bool Climbs(RankCurve? rank) => rank is null
        || (rank.Knots is { Length: > 1 and <= RankCurve.Segments + 1 } && rank.Scores?.Length == rank.Knots.Length && rank.Scores.All(double.IsFinite) && rank.Knots.All(double.IsFinite) && rank.Widths.All(w => w > 0));

    private static EncodingException Damaged(string why, Exception? inner) =>
        new($"This is not an encoder that was saved here: {why}. Give the text that ToJson wrote, unchanged.", inner);
}
