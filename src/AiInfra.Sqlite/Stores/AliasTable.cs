using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Aliases and the audit of their moves; both change in the caller's transaction.</summary>
internal static class AliasTable
{
    public static int? Find(SqliteSession s, string model, string alias) =>
        (int?)s.Number("SELECT version FROM model_aliases WHERE model = $1 AND alias = $2", model, alias);

    public static void Move(SqliteSession s, IReadOnlyList<AliasMove> moves)
    {
        foreach (AliasMove move in moves)
        {
            ArgumentException.ThrowIfNullOrEmpty(move.Alias, nameof(moves));
            int? now = Find(s, move.Model, move.Alias);
            if (now != move.From)
            {
                throw new CatalogConflictException($"Alias '{move.Alias}' of model '{move.Model}' points to {Name(now)}, not to {Name(move.From)}: somebody moved it first. Read it again and decide anew.");
            }

            if (move.To is { } to)
            {
                RequireVersion(s, move.Model, to);
                s.Run("INSERT INTO model_aliases (model, alias, version) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET version = excluded.version", move.Model, move.Alias, to);
            }
            else
            {
                s.Run("DELETE FROM model_aliases WHERE model = $1 AND alias = $2", move.Model, move.Alias);
            }

            s.Run(
                "INSERT INTO alias_moves (model, alias, from_version, to_version, actor, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                move.Model, move.Alias, move.From, move.To, move.Actor, move.Reason, move.At.UtcTicks);
        }
    }

    public static List<AliasMove> Audit(SqliteSession s, string model, int take, long before) => s.All(
        "SELECT alias, from_version, to_version, actor, reason, at, number FROM alias_moves WHERE model = $1 AND number < $3 ORDER BY number DESC LIMIT $2",
        r => new AliasMove(model, r.GetString(0), r.IntOrNull(1), r.IntOrNull(2), r.GetString(3), r.GetString(4), r.Time(5), r.GetInt64(6)),
        model,
        take,
        before);

    public static void RequireVersion(SqliteSession s, string model, int version)
    {
        if (s.Number("SELECT 1 FROM model_versions WHERE model = $1 AND version = $2", model, version) is not null)
        {
            return;
        }

        long? newest = s.Number("SELECT max(version) FROM model_versions WHERE model = $1", model);
        throw new CatalogNotFoundException(newest is null
            ? $"There is no model '{model}' in this catalog."
            : $"Model '{model}' has no version {version}; the newest is {newest}.");
    }

    private static string Name(int? version) => version is { } v ? $"version {v}" : "nothing";
}
