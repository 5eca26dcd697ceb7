using System.Globalization;

namespace AiInfra.Sqlite.Storage;

/// <summary>Brings a store to the newest schema at start: the scripts after its version, in one transaction, one process at a time.</summary>
internal static class SchemaUpgrade
{
    /// <summary>The newest schema this package knows.</summary>
    public const int Newest = 5;

    public static void Run(SqliteSession session, string path, TimeProvider time)
    {
        if (Version(session, path) == Newest)
        {
            return;
        }

        // Another process may upgrade at the same time: look again under the lock.
        session.Run("BEGIN IMMEDIATE");
        bool done = false;
        try
        {
            for (int version = Version(session, path) + 1; version <= Newest; version++)
            {
                session.Script(Read(version));
                session.Script("CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)");
                session.Run("INSERT INTO schema_versions (version, applied_at) VALUES ($1, $2)", version, time.GetUtcNow().UtcTicks);
            }

            session.Run("COMMIT");
            done = true;
        }
        finally
        {
            if (!done)
            {
                session.Run("ROLLBACK");
            }
        }
    }

    /// <summary>A store that is only read can't be upgraded.</summary>
    public static void Require(SqliteSession session, string path)
    {
        if (Version(session, path) is var version && version != Newest)
        {
            throw new SqliteStoreException($"The store {path} has schema version {version}, and this version of AiInfra.Sqlite reads version {Newest}. Open it once without ReadOnly, which upgrades it.", path);
        }
    }

    private static int Version(SqliteSession session, string path)
    {
        // One statement sees one state of the file, also while another process is making it.
        (long tables, long versions) = session.First("SELECT count(*), count(*) FILTER (WHERE name = 'schema_versions') FROM sqlite_master", r => (r.GetInt64(0), r.GetInt64(1)));
        if (versions == 0)
        {
            return tables == 0
                ? 0
                : throw new SqliteStoreException($"{path} is a SQLite file of something else: it has tables but no AiInfra schema. Choose another path.", path);
        }

        int version = (int)(session.Number("SELECT max(version) FROM schema_versions") ?? 0);
        return version <= Newest
            ? version
            : throw new SqliteStoreException($"The store {path} has schema version {version}; this version of AiInfra.Sqlite knows up to {Newest}. It was written by a newer AiInfra: update the package, or open another store.", path);
    }

    private static string Read(int version)
    {
        string name = version.ToString("000", CultureInfo.InvariantCulture) + ".sql";
        using Stream stream = typeof(SchemaUpgrade).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The script {name} is missing from the package.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
