using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Why something can't be deleted: what needs it, in words. Asked within the deleting transaction.</summary>
internal static class Needed
{
    private const int Most = 5;

    // A registered version that came from a node, at once or by way of a run.
    private const string Models = """
        SELECT DISTINCT m.model || '/' || m.version FROM model_versions m WHERE m.model || '/' || m.version IN (
        SELECT to_id FROM lineage WHERE from_kind = $1 AND from_id = $2 AND to_kind = 'model'
        UNION SELECT b.to_id FROM lineage a JOIN lineage b ON b.from_kind = a.to_kind AND b.from_id = a.to_id WHERE a.from_kind = $1 AND a.from_id = $2 AND a.to_kind = 'run' AND b.to_kind = 'model')
        """;

    public static string? Run(SqliteSession s, string runId, bool running) => First(
        running ? "it runs, cancel it first" : null,
        Names(s, "it made version {0}", "SELECT model || '/' || version FROM model_versions WHERE run_id = $1", runId),
        Names(s, "it made the dataset commit {0}", "SELECT dataset || ' ' || id FROM dataset_commits WHERE run_id = $1", runId),
        Names(s, "it started the run {0}", "SELECT id FROM runs WHERE parent_id = $1", runId),
        Names(s, "by its lineage it led to version {0}", Models, "run", runId));

    public static string? Commit(SqliteSession s, string commitId) => First(
        Names(s, "it is the head of branch {0}; delete the branch, or move it", "SELECT branch FROM dataset_branches WHERE head = $1", commitId),
        Names(s, "version {0} was trained on it", "SELECT model || '/' || version FROM model_versions WHERE dataset_commit_id = $1", commitId),
        Names(s, "by its lineage it led to version {0}", Models, "dataset", commitId));

    public static string? Version(SqliteSession s, string model, int version) => First(
        Names(s, "alias {0} points to it", "SELECT alias FROM model_aliases WHERE model = $1 AND version = $2", model, version),
        Names(s, "deployment {0} has it as champion, challenger or the way back", "SELECT name FROM deployments WHERE model = $1 AND EXISTS (SELECT 1 FROM deployment_variants WHERE deployment = name AND version = $2)", model, version));

    private static string? First(params ReadOnlySpan<string?> reasons)
    {
        foreach (string? reason in reasons)
        {
            if (reason is not null)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? Names(SqliteSession s, string words, string sql, params ReadOnlySpan<object?> arguments)
    {
        List<string> found = s.All($"{sql} LIMIT {Most + 1}", r => r.GetString(0), arguments);
        return found.Count == 0 ? null : words.Replace("{0}", string.Join(", ", found.Take(Most).Select(f => $"'{f}'")) + (found.Count > Most ? " and others" : ""), StringComparison.Ordinal);
    }
}
