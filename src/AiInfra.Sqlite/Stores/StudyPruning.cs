using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Which studies go, and their going.</summary>
internal static class StudyPruning
{
    // A study may have many thousand trials: few go in one transaction.
    private const int MostAtOnce = 10;

    /// <summary>Numbers of studies that go, the one that rests longest first. A trial whose lease ran out does not run.</summary>
    public static List<long> Going(SqliteSession s, Pruning pruning, DateTimeOffset now, int take) => s.All(
        """
        SELECT number FROM (
            SELECT number, changed, runs, row_number() OVER (ORDER BY changed DESC, number DESC) AS place FROM (
                SELECT number,
                       max(created_at, coalesce((SELECT coalesce(ended_at, started_at) FROM studies_trials WHERE study = studies.number ORDER BY revision DESC LIMIT 1), 0)) AS changed,
                       EXISTS (SELECT 1 FROM studies_trials WHERE study = studies.number AND state = 0 AND leased_until > $3) AS runs
                FROM studies))
        WHERE NOT runs AND (changed < $1 OR place > $2) ORDER BY changed, number LIMIT $4
        """,
        r => r.GetInt64(0), pruning.Before?.UtcTicks, pruning.Rows, now.UtcTicks, take);

    public static Pruned Prune(SqliteSession s, Pruning pruning, DateTimeOffset now)
    {
        List<long> going = Going(s, pruning, now, Math.Min(pruning.Take, MostAtOnce));
        going.ForEach(n => Remove(s, n));
        return new Pruned(going.Count, 0);
    }

    /// <summary>Deletes a study with its trials, reports and ranges.</summary>
    public static void Remove(SqliteSession s, long study)
    {
        s.Run("DELETE FROM studies_reports WHERE study = $1", study);
        s.Run("DELETE FROM studies_trials WHERE study = $1", study);
        s.Run("DELETE FROM studies_ranges WHERE study = $1", study);
        s.Run("DELETE FROM studies WHERE number = $1", study);
    }
}
