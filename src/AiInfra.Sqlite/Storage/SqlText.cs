using System.Text.RegularExpressions;

namespace AiInfra.Sqlite.Storage;

/// <summary>Looks at SQL that others wrote, before it runs.</summary>
internal static partial class SqlText
{
    /// <summary>Whether a statement takes a transaction out of the store's hands. A trigger's BEGIN and END, within its statement, do not.</summary>
    public static bool EndsTransaction(string sql) => Statement().IsMatch(sql);

    [GeneratedRegex(@"(?:^\s*(?:BEGIN|END)|(?:^|;)\s*(?:COMMIT|ROLLBACK|SAVEPOINT|RELEASE|ATTACH|DETACH|VACUUM|PRAGMA))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();
}
