using AiInfra.Core.Rows;

namespace AiInfra.Training.Models;

/// <summary>Chooses the rows that judge when a training stops.</summary>
internal static class ValidationRows
{
    /// <summary>Whether the newest rows show that the order is that of the target, whatever is said of it: they are all of one class that has not the say before, or beyond all numbers before.</summary>
    public static bool IsSorted(Value[] targets, ModelTask task, int held)
    {
        ReadOnlySpan<Value> before = targets.AsSpan(..^held), newest = targets.AsSpan(^held..);
        if (task == ModelTask.Classification)
        {
            Value one = newest[0];
            return newest.IndexOfAnyExcept(one) < 0 && targets.AsSpan().Count(one) < 0.8 * targets.Length;
        }

        (double low, double high) = Range(before);
        (double least, double most) = Range(newest);
        return low < high && (least >= high || most <= low);
    }

    private static (double Least, double Most) Range(ReadOnlySpan<Value> values)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (Value value in values)
        {
            (least, most) = (Math.Min(least, value.AsNumber()), Math.Max(most, value.AsNumber()));
        }

        return (least, most);
    }

    /// <summary>Marks so many rows: the newest where the order is that of time; otherwise drawn, of every class its share, and never the only row of one.</summary>
    public static bool[] Of(Value[] targets, ModelTask task, int held, RowOrder order, long seed)
    {
        var chosen = new bool[targets.Length];
        if (order == RowOrder.Time && !IsSorted(targets, task, held))
        {
            Array.Fill(chosen, true, targets.Length - held, held);
            return chosen;
        }

        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        int[] shuffled = [.. Enumerable.Range(0, targets.Length)];
        random.Shuffle(shuffled);

        // Each row's place within its class, as a share: the smallest shares are of all classes alike. Numbers are drawn from equal parts of their range of ranks.
        IEnumerable<int[]> groups = task == ModelTask.Classification
            ? shuffled.GroupBy(i => targets[i]).Select(g => g.ToArray())
            : [.. shuffled.OrderBy(i => targets[i].AsNumber()).Chunk(20).Select(c => { random.Shuffle(c); return c; })];
        IEnumerable<(double Place, int Row)> places = groups.SelectMany(g => g.Select((row, i) => (g.Length == 1 ? 2 : (i + random.NextDouble()) / g.Length, row)));
        foreach ((_, int row) in places.OrderBy(p => p.Place).Take(held))
        {
            chosen[row] = true;
        }

        return chosen;
    }
}
