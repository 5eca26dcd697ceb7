using System.Runtime.CompilerServices;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>Batches of a stream of items, shuffled a window at a time.</summary>
internal static class StreamBatches
{
    public static async IAsyncEnumerable<Batch> ReadAsync<T>(
        IAsyncEnumerable<T> items, int batchSize, Func<IReadOnlyList<T>, Batch> collate, long? seed, int window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = new List<(T Item, long Number)>(window);
        var batch = new List<(T Item, long Number)>(batchSize);
        long number = 0, windows = 0;
        await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            read.Add((item, number++));
            if (read.Count == window)
            {
                foreach ((T, long) next in Mixed(read, seed, windows++))
                {
                    batch.Add(next);
                    if (batch.Count == batchSize)
                    {
                        yield return Make(batch, collate);
                    }
                }
            }
        }

        foreach ((T, long) next in Mixed(read, seed, windows))
        {
            batch.Add(next);
            if (batch.Count == batchSize)
            {
                yield return Make(batch, collate);
            }
        }

        if (batch.Count > 0)
        {
            yield return Make(batch, collate);
        }
    }

    /// <summary>The window in its order. It is empty afterwards.</summary>
    private static (T, long)[] Mixed<T>(List<(T, long)> window, long? seed, long number)
    {
        (T, long)[] mixed = [.. window];
        if (seed is { } s && mixed.Length > 0)
        {
            var order = new Permutation(mixed.Length, (long)Seeds.Of(s, number));
            for (int i = 0; i < mixed.Length; i++)
            {
                mixed[i] = window[(int)order[i]];
            }
        }

        window.Clear();
        return mixed;
    }

    private static Batch Make<T>(List<(T Item, long Number)> items, Func<IReadOnlyList<T>, Batch> collate)
    {
        Batch batch = collate([.. items.Select(i => i.Item)]).Numbered([.. items.Select(i => i.Number)]);
        items.Clear();
        return batch;
    }
}
