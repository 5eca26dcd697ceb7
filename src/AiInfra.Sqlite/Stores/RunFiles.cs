using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>What runs left and what they read.</summary>
internal static class RunFiles
{
    // A folder's files lie between "folder/" and "folder0": zero follows the slash.
    private const string Under = "run = $1 AND ($2 IS NULL OR path = $2 OR (path > $2 || '/' AND path < $2 || '0'))";

    public static void Add(SqliteSession s, long run, string runId, IReadOnlyList<RunArtifact> artifacts)
    {
        foreach (RunArtifact artifact in artifacts)
        {
            s.Run(
                "INSERT INTO run_artifacts (run, path, digest, bytes, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE SET digest = excluded.digest, bytes = excluded.bytes, at = excluded.at",
                run, Checked(artifact.Path, nameof(artifacts)), artifact.Digest.Hex, artifact.Bytes, artifact.At.UtcTicks);
            s.Run("INSERT OR IGNORE INTO lineage (from_kind, from_id, to_kind, to_id, role) VALUES ('run', $1, 'artifact', $2, $3)", runId, artifact.Digest.Hex, "logged");
        }
    }

    public static List<RunArtifact> List(SqliteSession s, long run, string? under) => s.All(
        $"SELECT path, digest, bytes, at FROM run_artifacts WHERE {Under} ORDER BY path",
        r => new RunArtifact(r.GetString(0), r.Digest(1), r.GetInt64(2), r.Time(3)),
        run, under?.Trim('/'));

    public static int Remove(SqliteSession s, long run, string runId, string under)
    {
        string path = Checked(under, nameof(under));
        s.Run(
            $"DELETE FROM lineage WHERE from_kind = 'run' AND from_id = $3 AND role = 'logged' AND to_kind = 'artifact' AND to_id IN (SELECT digest FROM run_artifacts WHERE {Under}) AND to_id NOT IN (SELECT digest FROM run_artifacts WHERE run = $1 AND NOT ({Under}))",
            run, path, runId);
        return s.Run($"DELETE FROM run_artifacts WHERE {Under}", run, path);
    }

    public static void Add(SqliteSession s, long run, IReadOnlyList<RunInput> inputs)
    {
        foreach (RunInput i in inputs)
        {
            ArgumentException.ThrowIfNullOrEmpty(i.Name, nameof(inputs));
            s.Run(
                "INSERT OR IGNORE INTO run_inputs (run, name, digest, context, source_type, source, schema, profile) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                run, i.Name, i.Digest, i.Context, i.SourceType, i.Source, i.Schema, i.Profile);
        }
    }

    public static List<RunInput> Inputs(SqliteSession s, long run) => s.All(
        "SELECT name, digest, context, source_type, source, schema, profile FROM run_inputs WHERE run = $1 ORDER BY number",
        r => new RunInput(r.GetString(0), r.GetString(1)) { Context = r.GetString(2), SourceType = r.GetString(3), Source = r.GetString(4), Schema = r.TextOrNull(5), Profile = r.TextOrNull(6) },
        run);

    /// <summary>A path that stays within the run, wherever it is written to.</summary>
    private static string Checked(string path, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(path, parameter);
        return path.Split('/').Any(part => part is "" or "." or "..") || path.Contains('\\', StringComparison.Ordinal) || path.Any(char.IsControl)
            ? throw new ArgumentException($"'{path}' is no path within a run. Expected names with single slashes between them, none of them '.' or '..', as 'plots/roc.png'.", parameter)
            : path;
    }
}
