using System.Text.Json.Serialization;

namespace AiInfra.Data.Encoders;

/// <summary>Runs of tokens (n-grams) that are counted, the shorter ones first.</summary>
/// <param name="Tokens">Tokens as texts hold them after A to Z became a to z.</param>
/// <param name="Ids">What each of them counts as, from 1 on; several writings of a token share an id. Other tokens are 0.</param>
/// <param name="Grams">For each feature the ids of its run.</param>
/// <param name="Weights">For each feature ln((1 + texts) / (1 + texts with it)) + 1: the inverse document frequency, smoothed as scikit-learn's TfidfTransformer does. None where plain counts are given, as trees take them.</param>
/// <param name="Names">For each feature its run, to be read.</param>
internal sealed record GramPlan(string[] Tokens, int[] Ids, int[][] Grams, double[] Weights, string[] Names)
{
    /// <summary>Longest run that can be counted, and tokens that can be told apart: a run is one number.</summary>
    public const int MostTokens = 3, MostIds = 1 << 20;

    [JsonIgnore]
    public int Longest => Grams.Length == 0 ? 1 : Grams[^1].Length;

    /// <summary>A run as one number.</summary>
    public static long Key(ReadOnlySpan<int> ids)
    {
        long key = 0;
        foreach (int id in ids)
        {
            key = (key * MostIds) + id;
        }

        return key;
    }
}
