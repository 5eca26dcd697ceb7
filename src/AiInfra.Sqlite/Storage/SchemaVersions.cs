namespace AiInfra.Sqlite.Storage;

/// <summary>The table that knows which version each module's tables have.</summary>
internal static class SchemaVersions
{
    /// <summary>The module that the first schema, which knew no modules, became.</summary>
    public const string First = "catalog";

    private const string Table = """
        CREATE TABLE schema_versions (
            module TEXT NOT NULL, version INTEGER NOT NULL, applied_at INTEGER NOT NULL, keeps_artifacts INTEGER NOT NULL, PRIMARY KEY (module, version)
        ) WITHOUT ROWID
        """;

    /// <summary>The version of each module's tables, and whether they refer to artifacts; empty for a new file.</summary>
    /// <exception cref="SqliteStoreException">The file is of something else.</exception>
    public static Dictionary<string, (int Version, bool KeepsArtifacts)> Read(SqliteSession session, string path)
    {
        switch (Layout(session))
        {
            case Layouts.Foreign:
                throw new SqliteStoreException($"{path} is a SQLite file of something else: it has tables but no AiInfra schema. Choose another path.", path);
            case Layouts.None:
                return [];
            case Layouts.Numbers:
                return new() { [First] = ((int)(session.Number("SELECT max(version) FROM schema_versions") ?? 0), true) };
            default:
                return session.All("SELECT module, max(version), max(keeps_artifacts) FROM schema_versions GROUP BY module", r => (Module: r.GetString(0), Version: r.GetInt32(1), Keeps: r.GetInt32(2) != 0))
                    .ToDictionary(m => m.Module, m => (m.Version, m.Keeps), StringComparer.Ordinal);
        }
    }

    /// <summary>Makes the table, or brings it from versions alone to versions of modules.</summary>
    public static void Prepare(SqliteSession session)
    {
        switch (Layout(session))
        {
            case Layouts.None:
                session.Script(Table);
                break;
            case Layouts.Numbers:
                session.Script($"ALTER TABLE schema_versions RENAME TO schema_numbers; {Table}; INSERT INTO schema_versions SELECT '{First}', version, applied_at, 1 FROM schema_numbers; DROP TABLE schema_numbers;");
                break;
            default:
                break;
        }
    }

    public static void Add(SqliteSession session, InstalledModule module, int version, DateTimeOffset at) => session.Run(
        "INSERT INTO schema_versions (module, version, applied_at, keeps_artifacts) VALUES ($1, $2, $3, $4)", module.Name, version, at.UtcTicks, module.KeepsArtifacts);

    public static void Mark(SqliteSession session, InstalledModule module) =>
        session.Run("UPDATE schema_versions SET keeps_artifacts = $2 WHERE module = $1 AND keeps_artifacts <> $2", module.Name, module.KeepsArtifacts);

    private static Layouts Layout(SqliteSession session) => session.First(
        """
        SELECT count(*), count(*) FILTER (WHERE name = 'schema_versions'), (SELECT count(*) FROM pragma_table_info('schema_versions') WHERE name = 'module') FROM sqlite_master
        """,
        r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)) switch
        {
            (0, _, _) => Layouts.None,
            (_, 0, _) => Layouts.Foreign,
            (_, _, 0) => Layouts.Numbers,
            _ => Layouts.Modules,
        });

    private enum Layouts
    {
        None,
        Foreign,
        Numbers,
        Modules,
    }
}
