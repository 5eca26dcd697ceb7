using AiInfra.Data.Ingestion;
using AiInfra.Support;

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
            Outcomes = new Dictionary<string, long> { ["written"] = 1_200, ["quarantined"] = 30, ["filtered"] = 3, ["too-late"] = 1 },
            Details = new Dictionary<string, IReadOnlyDictionary<string, long>> { ["quarantined"] = new Dictionary<string, long> { ["wrong-kind"] = 30 }, ["too-late"] = new Dictionary<string, long> { ["by a day"] = 1 } },
            Changes = new Dictionary<string, long> { ["masked"] = 77 },
            Notes = [new IngestionNote(IngestionNoteKind.Numbers, "comma is the decimal mark") { Column = "price", IsGuess = true, Count = 17 }],
            Expectations = [new ExpectationResult("price in range", "price", 1_204, 4, 0.9)],
            Examples = [new RejectedRow("orders.csv", 7, "price", "wrong-kind", "a number is expected, '<script>' was found", "1,<script>")],
            CommitId = "c1",
        };
        string html = report.ToHtml();
        foreach (string expected in new[] { "orders &lt;b&gt;", "1,234", "comma is the decimal mark", "a guess", ">17<", "wrong-kind", "too-late", "by a day", "masked", ">77<", "price in range", "99.668%", "&lt;script&gt;" })
        {
            Assert.Contains(expected, html);
        }

        Assert.DoesNotContain("<script>", html);
        Assert.DoesNotContain("do not add up", html);
        Assert.EndsWith("</html>", html);
    }

    [Fact]
    public void ToHtml_HostWithCommaAndOwnMinus_IsWrittenAsEverywhere()
    {
        var report = new IngestionReport { Name = "a", Source = "b", RunId = "c", Read = 1_234, Outcomes = new Dictionary<string, long> { ["written"] = 1_234 }, Expectations = [new ExpectationResult("price in range", "price", 1_204, 4, 0.9)], CommitId = "d" };
        (string there, string here) = OtherCulture.Of(report.ToHtml);
        Assert.Contains("99.668%", here, StringComparison.Ordinal);
        Assert.Equal(here, there);
    }

    [Fact]
    public void ToHtml_RowsThatDoNotAddUp_SaySo() =>
        Assert.Contains("do not add up", new IngestionReport { Name = "a", Source = "b", RunId = "c", Read = 3, Outcomes = new Dictionary<string, long> { ["written"] = 2 }, CommitId = "d" }.ToHtml());
}
