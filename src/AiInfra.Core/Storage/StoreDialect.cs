namespace AiInfra.Core.Storage;

/// <summary>Names of the kinds of SQL that stores speak.</summary>
public static class StoreDialect
{
    /// <summary>SQLite.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>PostgreSQL.</summary>
    public const string Postgres = "postgres";
}
