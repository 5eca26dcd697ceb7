using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Ranking;

/// <summary>A run's score with the value of every query.</summary>
/// <param name="Score">The mean over queries.</param>
/// <param name="Queries">The queries by id, in ordinal order.</param>
/// <param name="Unjudged">Queries of the run that have no judgement; they were left out.</param>
/// <param name="Missing">Judged queries for which nothing was retrieved.</param>
public sealed record RetrievalScore(Score Score, IReadOnlyList<QueryScore> Queries, int Unjudged, int Missing) : IScored
{
    /// <summary>Tests query by query whether this run scores otherwise than another: Student's paired t on the queries that both have a value for.</summary>
    /// <exception cref="ArgumentException">The scores have different signatures, or fewer than two queries in common.</exception>
    public PairedTestResult Compare(RetrievalScore other, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        (double[] first, double[] second) = Paired(other);
        return PairedTTest.Test(first, second, alternative);
    }

    /// <summary>The values of the queries that both have a value for, in one order: for any paired test (permutation, Wilcoxon, bootstrap).</summary>
    /// <exception cref="ArgumentException">The scores have different signatures.</exception>
    public (double[] First, double[] Second) Paired(RetrievalScore other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Score.Signature != Score.Signature)
        {
            throw new ArgumentException($"'{Score.Signature}' cannot be compared with '{other.Score.Signature}'.", nameof(other));
        }

        var theirs = other.Queries.ToDictionary(q => q.Query, q => q.Value, StringComparer.Ordinal);
        QueryScore[] shared = [.. Queries.Where(q => !double.IsNaN(q.Value) && theirs.TryGetValue(q.Query, out double value) && !double.IsNaN(value))];
        return ([.. shared.Select(q => q.Value)], [.. shared.Select(q => theirs[q.Query])]);
    }

    string IScored.Name => Score.Name;

    string IScored.Signature => Score.Signature;

    bool IScored.HigherIsBetter => Score.HigherIsBetter;

    long IScored.Count => Score.Count;

    string IScored.Family => "Rankings";

    /// <summary>The values of the queries, paired with another run's by the queries' ids.</summary>
    Evidence? IScored.Evidence => Queries.Count == 0 ? null : new("queries", [.. Queries.Select(q => q.Value)]) { Ids = [.. Queries.Select(q => q.Query)] };

    Score IScored.Result(double confidence) => Score with { Interval = ((IScored)this).Evidence?.Interval(confidence) };

    IReadOnlyList<ScoreTable> IScored.Tables() => ((IScored)this).Evidence is { } evidence && WorstUnits.Of(this, evidence) is { } worst ? [worst] : [];

    /// <inheritdoc />
    public override string ToString() => $"RetrievalScore {{ Score = {Score}, Queries = {Shown.List(Queries)}, Unjudged = {Unjudged}, Missing = {Missing} }}";
}
