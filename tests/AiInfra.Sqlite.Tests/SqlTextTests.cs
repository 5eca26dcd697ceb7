using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Tests;

public sealed class SqlTextTests
{
    [Theory]
    [InlineData("COMMIT", true)]
    [InlineData("begin immediate", true)]
    [InlineData("END;", true)]
    [InlineData("INSERT INTO t VALUES (1);\n  savepoint s", true)]
    [InlineData("PRAGMA query_only = 0", true)]
    [InlineData("ATTACH 'x.db' AS x", true)]
    [InlineData("CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END;", false)]
    [InlineData("INSERT INTO commits (a) VALUES ('COMMIT')", false)]
    [InlineData("SELECT committed FROM begins", false)]
    [InlineData("COMMITS", false)]
    [InlineData("/* now */ COMMIT", true)]
    [InlineData("INSERT INTO t VALUES ('a; COMMIT')", false)]
    public void EndsTransaction_OnlyWhatDoes(string sql, bool ends) => Assert.Equal(ends, new SqlText(sql).IsEndOfTransaction);

    [Theory]
    [InlineData("SELECT 1;  -- done; really", false)]
    [InlineData("INSERT INTO t VALUES ('a;b'); DELETE FROM t", true)]
    [InlineData("INSERT INTO t VALUES ('it''s; so')", false)]
    [InlineData("SELECT \"a;b\" FROM t /* ; */", false)]
    [InlineData("CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END;", false)]
    public void HasMany_OnlyStatements(string sql, bool many) => Assert.Equal(many, new SqlText(sql).HasMany);

    [Theory]
    [InlineData("SELECT 1", 0)]
    [InlineData("UPDATE t SET a = $2, b = '$9', c = $1 -- $8", 2)]
    [InlineData("SELECT $12, a$3 FROM t", 12)]
    public void Arguments_AreTheHighestNamed(string sql, int highest) => Assert.Equal(highest, new SqlText(sql).Arguments);
}
