using AiInfra.Core.Rows;

namespace AiInfra.Training.Tabular;

/// <summary>Chooses the rows that judge when a training stops, alike for every learner of tables.</summary>
public static class ValidationRows
{
    /// <summary>Whether the newest rows show that the order is that of the target, whatever is said of it: they are all of one class that has not the say before, or of classes that nobody had before while every class stands together, or beyond all numbers before.</summary>
    /// <param name="targets">The target of each row.</param>
    /// <param name="task">What is learned of it.</param>
    /// <param name="held">How many rows judge, from 1 to one less than there are.</param>
    public static bool IsSorted(ColumnData targets, ModelTask task, int held)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(held, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(held, targets.Count);
        int before = targets.Count - held;
        if (task == ModelTask.Classification)
        {
            Value one = targets[before];
            return HasNewClasses(targets, before) || targets.AsValues().Skip(before).All(v => v == one) && targets.AsValues().Count(v => v == one) < 0.8 * targets.Count;
        }

        (double low, double high) = Range(targets, 0, before);
        (double least, double most) = Range(targets, before, targets.Count);
        return low < high && (least >= high || most <= low);
    }

    /// <summary>Whether every class stands together, and one of them only behind a place: a learner of the rows before would never hear of it.</summary>
    private static bool HasNewClasses(ColumnData targets, int before)
    {
        var classes = new HashSet<Value>();
        int known = 0;
        for (int i = 0; i < targets.Count; i++)
        {
            if (!classes.Add(targets[i]) && targets[i] != targets[i - 1])
            {
                return false;
            }

            known = i < before ? classes.Count : known;
        }

        return known < classes.Count;
    }

    private static (double Least, double Most) Range(ColumnData targets, int from, int to)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = from; i < to; i++)
        {
            double value = targets[i].AsNumber();
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return (least, most);
    }

    /// <summary>Marks so many rows: the newest where the order is that of time; otherwise drawn, of every class its share, and never the only row of one.</summary>
    /// <param name="targets">The target of each row.</param>
    /// <param name="task">What is learned of it.</param>
    /// <param name="held">How many rows judge, from 1 to one less than there are.</param>
    /// <param name="order">What the order of the rows means.</param>
    /// <param name="seed">Of what is drawn.</param>
    public static bool[] Of(ColumnData targets, ModelTask task, int held, RowOrder order, long seed)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(held, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(held, targets.Count);
        var chosen = new bool[targets.Count];
        if (order == RowOrder.Time && !IsSorted(targets, task, held))
        {
            Array.Fill(chosen, true, targets.Count - held, held);
            return chosen;
        }

        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        int[] shuffled = [.. Enumerable.Range(0, targets.Count)];
        random.Shuffle(shuffled);

        // Each row's place within its class, as a share: the smallest shares are of all classes alike. Numbers are drawn from equal parts of their range of ranks.
        IEnumerable<int[]> groups = task == ModelTask.Classification
            ? shuffled.GroupBy(i => targets[i]).Select(g => g.ToArray())
            : [.. shuffled.OrderBy(i => targets[i].AsNumber()).Chunk(20).Select(c => { random.Shuffle(c); return c; })];
        var places = new double[targets.Count];
        var rows = new int[targets.Count];
        int at = 0;
        foreach (int[] group in groups)
        {
            for (int i = 0; i < group.Length; i++, at++)
            {
                (places[at], rows[at]) = (group.Length == 1 ? 2 : (i + random.NextDouble()) / group.Length, group[i]);
            }
        }

        // Of equal places the first: as a stable order has it.
        int[] sorted = [.. Enumerable.Range(0, places.Length)];
        sorted.AsSpan().Sort((a, b) => places[a].CompareTo(places[b]) is not 0 and int less ? less : a.CompareTo(b));
        foreach (int place in sorted.AsSpan(0, held))
        {
            chosen[rows[place]] = true;
        }

        return chosen;
    }
}
