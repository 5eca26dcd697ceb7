using AiInfra.Core.Rows;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>Which rows learn and which judge.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Learned">Rows that are learned from.</param>
/// <param name="Judging">Rows that judge.</param>
internal sealed record RowFold(string Name, int[] Learned, int[] Judging)
{
    private const double NewestShare = 0.3;

    /// <summary>Folds of rows in no order: of every class, or of every range of numbers, each fold has its share.</summary>
    public static IEnumerable<RowFold> Dealt(ColumnData targets, ModelTask task, int folds, int repeats, long seed)
    {
        int count = targets.Count;
        folds = Math.Min(folds, count / 2);
        for (int repeat = 0; repeat < repeats && folds > 1; repeat++)
        {
            int[] order = [.. Enumerable.Range(0, count)];
            var random = new Random(unchecked((int)((seed ^ (seed >> 32)) + (repeat * 7919))));
            random.Shuffle(order);
            var fold = new int[count];

            // One counter for all classes, so that rare ones don't all land in the first folds.
            int place = random.Next(folds);
            IEnumerable<int> dealt = task == ModelTask.Classification
                ? order.GroupBy(i => targets[i]).SelectMany(g => g)
                : order.OrderBy(i => targets[i].AsNumber()).Chunk(folds).SelectMany(like => { random.Shuffle(like); return like; });
            foreach (int row in dealt)
            {
                fold[row] = place++ % folds;
            }

            for (int f = 0; f < folds; f++)
            {
                yield return new RowFold(
                    repeats > 1 ? $"fold {f + 1} of repeat {repeat + 1}" : $"fold {f + 1}",
                    [.. Enumerable.Range(0, count).Where(i => fold[i] != f)],
                    [.. Enumerable.Range(0, count).Where(i => fold[i] == f)]);
            }
        }
    }

    /// <summary>Stretches of the newest rows, the newest last, each judged by what was before it (rolling origin); rows before the newest so many are passed over.</summary>
    public static IEnumerable<RowFold> InTime(int count, int folds, int most)
    {
        int first = Math.Max(0, count - most);
        int judging = (int)((count - first) * NewestShare);
        folds = Math.Min(folds, judging);
        for (int f = 0; f < folds; f++)
        {
            int from = count - judging + (int)((long)judging * f / folds), to = count - judging + (int)((long)judging * (f + 1) / folds);
            if (from > first && to > from)
            {
                yield return new RowFold($"fold {f + 1}", [.. Enumerable.Range(first, from - first)], [.. Enumerable.Range(from, to - from)]);
            }
        }
    }
}
