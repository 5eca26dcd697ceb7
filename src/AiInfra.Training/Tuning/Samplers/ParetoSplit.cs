namespace AiInfra.Training.Tuning.Samplers;

/// <summary>Which trials count as good with several objectives: front after front, and of the front that does not fit whole those that dominate most together (Ozaki et al. 2022, "Multiobjective tree-structured Parzen estimator").</summary>
internal static class ParetoSplit
{
    public static HistoryTrial[] Best(StudyHistory history, IReadOnlyList<HistoryTrial> among, int count)
    {
        var allowed = among.Count == history.Finished.Count ? null : new HashSet<HistoryTrial>(among);
        var best = new List<HistoryTrial>(count);
        foreach (List<HistoryTrial> front in history.Fronts)
        {
            HistoryTrial[] here = allowed is null ? [.. front] : [.. front.Where(allowed.Contains)];
            if (best.Count + here.Length <= count)
            {
                best.AddRange(here);
            }
            else
            {
                double[][] losses = [.. here.Select(t => t.Losses)];
                best.AddRange(losses.Any(l => l.Any(v => !double.IsFinite(v)))
                    ? here.Take(count - best.Count)
                    : Hypervolume.Greedy(losses, count - best.Count, Hypervolume.Reference(losses)).Select(i => here[i]));
            }

            if (best.Count == count)
            {
                break;
            }
        }

        return [.. best];
    }
}
