namespace AiInfra.Metrics.Text.Matching;

/// <summary>The most that one text has of an n-gram, which text it is, and the most that another has.</summary>
internal readonly record struct NgramLeaders(int First, int Owner, int Second)
{
    public NgramLeaders With(int count, int owner) => count > First ? new(count, owner, First) : this with { Second = Math.Max(Second, count) };

    public int WithoutOwner(int owner) => owner == Owner ? Second : First;
}
