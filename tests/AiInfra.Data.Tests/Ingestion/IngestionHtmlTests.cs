using AiInfra.Data.Ingestion;
using AiInfra.Data.Quality;

namespace AiInfra.Data.Tests;

public sealed class IngestionHtmlTests
{
    [Fact]
    public void ToHtml_AllOfAReport_IsOnThePageAndEscaped()
    {
        var report = new IngestionReport
        {
            Name = "orders <b>",
            Source = "orders.csv",
            RunId = "r1",
            Read = 1_234,
            Written = 1_200,
            Quarantined = 30,
            Filtered = 3,
            Duplicates = 1,
            Reasons = new Dictionary<string, long> { ["wrong-kind"] = 30 },
            Notes = [new IngestionNote(IngestionNoteKind.Numbers, "comma is the decimal mark") { Column = "price", IsGuess = true, Count = 17 }],
            Expectations = [new ExpectationResult("price in range", "price", 1_204, 4, 0.9)],
            Examples = [new RejectedRow("orders.csv", 7, "price", "wrong-kind", "a number is expected, '<script>' was found", "1,<script>")],
            CommitId = "c1",
        };
        string html = report.ToHtml();
        foreach (string expected in new[] { "orders &lt;b&gt;", "1,234", "comma is the decimal mark", "a guess", ">17<", "wrong-kind", "price in range", "99.668%", "&lt;script&gt;" })
        {
            Assert.Contains(expected, html);
        }

        Assert.DoesNotContain("<script>", html);
        Assert.DoesNotContain("do not add up", html);
        Assert.EndsWith("</html>", html);
    }

    [Fact]
    public void ToHtml_RowsThatDoNotAddUp_SaySo() =>
        Assert.Contains("do not add up", new IngestionReport { Name = "a", Source = "b", RunId = "c", Read = 3, Written = 2, CommitId = "d" }.ToHtml());
}
