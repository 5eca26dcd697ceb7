using SQLitePCL;

namespace AiInfra.Sqlite.Storage;

/// <summary>Lets a module's script make and change what is the module's, and read the rest: SQLite asks before it does anything.</summary>
internal sealed class ScriptGuard : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly InstalledModule _module;

    public ScriptGuard(sqlite3 connection, InstalledModule module)
    {
        _connection = connection;
        _module = module;
        raw.sqlite3_set_authorizer(connection, (strdelegate_authorizer)Ask, null);
    }

    /// <summary>What was refused, in words; null where nothing was.</summary>
    public string? Refused { get; private set; }

    public void Dispose() => raw.sqlite3_set_authorizer(_connection, (strdelegate_authorizer?)null, null);

    private int Ask(object user, int action, string first, string second, string database, string inner)
    {
        // (what it would do, whose) for what touches more than the module's own; the codes are those of sqlite3.h.
        (string Does, string? Of) asked = action switch
        {
            1 or 3 => ("makes the index", Other(first) ?? Other(second)),
            2 or 4 => ("makes the table", Other(first)),
            5 or 7 => ("makes the trigger", Other(first) ?? Other(second)),
            6 or 8 => ("makes the view", Other(first)),
            9 => ("deletes rows of", Other(first)),
            10 or 12 => ("drops the index", Other(first)),
            11 or 13 => ("drops the table", Other(first)),
            14 or 16 => ("drops the trigger", Other(first)),
            15 or 17 => ("drops the view", Other(first)),
            18 => ("adds rows to", Other(first)),
            23 => ("changes rows of", Other(first)),
            26 => ("alters the table", Other(second)),
            29 => ("makes the table", Other(first)),
            30 => ("drops the table", Other(first)),
            _ => ("", null),
        };
        if (asked.Of is null)
        {
            return raw.SQLITE_OK;
        }

        Refused ??= $"{asked.Does} '{asked.Of}', which is not the module's,";
        return raw.SQLITE_DENY;
    }

    // SQLite's own tables change with every table that is made.
    private string? Other(string? name) => name is null || name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) || _module.Owns(name) ? null : name;
}
