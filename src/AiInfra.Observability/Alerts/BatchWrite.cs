namespace AiInfra.Observability.Alerts;

/// <summary>Writes a batch; one that is refused as a whole is written item by item, so that one bad item loses itself alone.</summary>
internal static class BatchWrite
{
    // So many refusals in a row are the store's, not the items': each may have waited for a lock as long as it may.
    private const int MostInARow = 8;

    /// <summary>Writes what can be written.</summary>
    /// <param name="batch">The items.</param>
    /// <param name="write">Writes some of them, in one transaction.</param>
    /// <param name="lose">Hears of those that were refused, and why.</param>
    public static async Task AddAsync<T>(IReadOnlyList<T> batch, Func<IReadOnlyList<T>, Task> write, Action<IReadOnlyList<T>, Exception> lose)
    {
        try
        {
            await write(batch).ConfigureAwait(false);
        }
        catch (Exception e) when (batch.Count == 1)
        {
            // Whatever a store throws: later items must still be written, and the loss is told.
            lose(batch, e);
        }
        catch (Exception)
        {
            await OneByOneAsync(batch, write, lose).ConfigureAwait(false);
        }
    }

    /// <summary>Writes item by item, after the batch was refused.</summary>
    public static async Task OneByOneAsync<T>(IReadOnlyList<T> batch, Func<IReadOnlyList<T>, Task> write, Action<IReadOnlyList<T>, Exception> lose)
    {
        int inARow = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            try
            {
                await write([batch[i]]).ConfigureAwait(false);
                inARow = 0;
            }
            catch (Exception e)
            {
                bool away = ++inARow == MostInARow;
                lose(away ? [.. batch.Skip(i)] : [batch[i]], e);
                if (away)
                {
                    return;
                }
            }
        }
    }
}
