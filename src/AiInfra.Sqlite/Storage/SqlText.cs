using System.Globalization;
using System.Text.RegularExpressions;

namespace AiInfra.Sqlite.Storage;

/// <summary>Looks at SQL that others wrote, before it runs.</summary>
internal sealed partial class SqlText
{
    public SqlText(string sql)
    {
        string bare = Unsaid().Replace(sql, m => m.Value[0] is '-' or '/' ? " " : "''");
        IsEndOfTransaction = Statement().IsMatch(bare);
        HasMany = !Trigger().IsMatch(bare) && bare.TrimEnd().TrimEnd(';').Contains(';', StringComparison.Ordinal);
        foreach (Match argument in Argument().Matches(bare))
        {
            Arguments = Math.Max(Arguments, int.Parse(argument.ValueSpan[1..], NumberStyles.None, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Whether it takes a transaction out of the store's hands. A trigger's BEGIN and END, within its statement, do not.</summary>
    public bool IsEndOfTransaction { get; }

    /// <summary>Whether it is more than one statement.</summary>
    public bool HasMany { get; }

    /// <summary>The highest of the arguments <c>$1</c>, <c>$2</c>… that it names.</summary>
    public int Arguments { get; }

    // Texts, names in quotes and comments.
    [GeneratedRegex(@"'[^']*'|""[^""]*""|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*[\s\S]*?(?:\*/|$)")]
    private static partial Regex Unsaid();

    [GeneratedRegex(@"(?:^\s*(?:BEGIN|END)|(?:^|;)\s*(?:COMMIT|ROLLBACK|SAVEPOINT|RELEASE|ATTACH|DETACH|VACUUM|PRAGMA))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^\s*CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?TRIGGER\b", RegexOptions.IgnoreCase)]
    private static partial Regex Trigger();

    [GeneratedRegex(@"(?<![A-Za-z0-9_$])\$[0-9]{1,4}\b")]
    private static partial Regex Argument();
}
