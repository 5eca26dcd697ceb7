namespace AiInfra.Sqlite.Storage;

/// <summary>Cuts free pages off the file, some megabytes at a time, so that other changes come in between.</summary>
internal static class SpaceRelease
{
    private const int Pages = 2000;

    public static async Task<long> RunAsync(SqliteDatabase database, CancellationToken cancellationToken)
    {
        long released = 0;
        while (true)
        {
            (long pages, long bytes) = await database.WriteAsync(Step, cancellationToken).ConfigureAwait(false);
            released += pages * bytes;
            if (pages == 0)
            {
                break;
            }
        }

        if (released > 0)
        {
            // The file itself shrinks when the log is written back to it.
            await database.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        }

        return released;
    }

    private static (long Pages, long PageBytes) Step(SqliteSession s)
    {
        const string free = "PRAGMA freelist_count";
        long before = s.Number(free) ?? 0;
        if (before == 0 || s.Number("PRAGMA auto_vacuum") != 2)
        {
            return (0, 0);
        }

        // A page goes with every row that is read of it.
        s.All($"PRAGMA incremental_vacuum({Pages})", _ => 0);
        return (before - (s.Number(free) ?? 0), s.Number("PRAGMA page_size") ?? 0);
    }
}
