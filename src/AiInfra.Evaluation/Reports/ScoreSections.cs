using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Groups scores by their family: a section each, in the order in which they were given.</summary>
internal static class ScoreSections
{
    /// <summary>The sections.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="score">A score with its interval.</param>
    public static IReadOnlyList<ReportSection> Of(ScoreSet scores, Func<NamedScore, Score> score) =>
    [
        .. scores.All.GroupBy(s => s.Scored.Family, StringComparer.Ordinal).Select(family => new ReportSection(family.Key)
        {
            Scores = [.. family.Select(score)],
            Tables = Distinct(family.SelectMany(s => s.Scored.Tables().Select(t => (s, t))).Select(p => (p.t.Title, Renamed(p.s, p.t)))),
            Charts = Distinct(family.SelectMany(s => s.Scored.Charts().Select(c => (c.Title, c)))),
        }),
    ];

    // Two metrics of one table (clusters, classes) bring it twice.
    private static IReadOnlyList<T> Distinct<T>(IEnumerable<(string Title, T Part)> parts) => [.. parts.DistinctBy(p => p.Title, StringComparer.Ordinal).Select(p => p.Part)];

    private static ScoreTable Renamed(NamedScore named, ScoreTable table) => named.Name == named.Scored.Name ? table : table with { Title = $"{named.Name}: {table.Title}" };
}
