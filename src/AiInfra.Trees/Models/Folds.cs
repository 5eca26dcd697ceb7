using AiInfra.Core.Rows;

namespace AiInfra.Trees.Models;

/// <summary>Parts of small tables that judge in turn, so that every row judges once.</summary>
internal static class Folds
{
    private const int Count = 5;

    /// <summary>Draws the folds, every class in its share in each.</summary>
    public static (int[] Learned, int[] Judging)[] Of(ColumnData targets, ModelTask task, long seed)
    {
        int[] drawn = [.. Enumerable.Range(0, targets.Count)];
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(drawn);
        int[] dealt = task == ModelTask.Classification ? [.. drawn.GroupBy(i => targets[i]).SelectMany(g => g)] : drawn;
        var folds = new int[targets.Count];
        for (int i = 0; i < dealt.Length; i++)
        {
            folds[dealt[i]] = i % Count;
        }

        return [.. Enumerable.Range(0, Count).Select(fold => (Rows(folds, f => f != fold), Rows(folds, f => f == fold)))];
    }

    private static int[] Rows(int[] folds, Func<int, bool> wanted) => [.. Enumerable.Range(0, folds.Length).Where(i => wanted(folds[i]))];
}
