using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Learning;

/// <summary>Compares a new champion with the one before it on rows that came after the promotion. Owns both models.</summary>
internal sealed class ChampionWatch(LearningOptions options, LearningPlan plan, JudgedModel promoted, JudgedModel previous, long since) : IDisposable
{
    private const int LeastRows = 60;
    private long _next = since + LeastRows;

    /// <summary>Opens both versions to compare them from now on.</summary>
    public static async Task<ChampionWatch> OpenAsync(LearningOptions options, LearningPlan plan, LearningRegistry registry, int promoted, int previous, long since, CancellationToken cancellationToken)
    {
        JudgedModel first = await registry.OpenAsync(promoted, cancellationToken).ConfigureAwait(false);
        try
        {
            return new ChampionWatch(options, plan, first, await registry.OpenAsync(previous, cancellationToken).ConfigureAwait(false), since);
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is something new to look at.</summary>
    public bool IsDue(long labelled) => labelled >= _next;

    public bool IsOver(long labelled) => labelled >= since + plan.Watch;

    /// <summary>Looks at the rows since the promotion; the comparison says whether the new champion is shown to be worse.</summary>
    public ModelComparison Look(LabelledRows rows)
    {
        LabelledBatch seen = rows.Range(since, long.MaxValue);
        _next = rows.Count + LeastRows;
        ClassLabels? labels = JudgedModel.Labels(plan.Task, [promoted, previous], seen);
        return ModelComparer.Compare(
            JudgedModel.Metric(plan.Task),
            promoted.Judge(seen, labels),
            previous.Judge(seen, labels),
            new ComparisonOptions { Confidence = options.RollbackConfidence, MinimumRows = LeastRows, IsTimeStream = true, Seed = (ulong)options.Seed });
    }

    public void Dispose()
    {
        promoted.Dispose();
        previous.Dispose();
    }
}
