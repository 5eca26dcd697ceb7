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
    public void EndsTransaction_OnlyWhatDoes(string sql, bool ends) => Assert.Equal(ends, SqlText.EndsTransaction(sql));
}
