using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Compares the scores of two systems, of whatever families: a section a family, in the order in which the candidate's were given.</summary>
internal static class ComparisonSections
{
    private const int Shown = 10;

    public static IReadOnlyList<ComparisonSection> Of(ScoreSet candidate, ScoreSet champion, ComparisonOptions options) =>
    [
        .. candidate.All
            .Select(ours => (Ours: ours, Theirs: champion.Find(ours.Name)))
            .Where(p => p.Theirs is not null)
            .GroupBy(p => p.Ours.Scored.Family, StringComparer.Ordinal)
            .Select(family => new ComparisonSection(family.Key)
            {
                Scores = [.. family.Select(p => Compared(p.Ours, p.Theirs!, options))],
                Tables = [.. family.SelectMany(p => Changed(p.Ours, p.Theirs!))],
            }),
    ];

    /// <summary>Scores that only one of both has: they are compared with nothing.</summary>
    public static IReadOnlyList<string> Alone(ScoreSet candidate, ScoreSet champion) =>
    [
        .. candidate.All.Where(s => champion.Find(s.Name) is null).Select(s => $"Only the candidate has '{s.Name}'."),
        .. champion.All.Where(s => candidate.Find(s.Name) is null).Select(s => $"Only the champion has '{s.Name}'."),
    ];

    private static ModelComparison Compared(NamedScore ours, NamedScore theirs, ComparisonOptions options)
    {
        IScored young = ours.Scored, old = theirs.Scored;
        if (young.Signature != old.Signature)
        {
            throw new ArgumentException($"'{ours.Name}' is '{young.Signature}' of the candidate and '{old.Signature}' of the champion; only scores of one signature compare. Measure both alike, or give them two names.", nameof(theirs));
        }

        string? whose = (young.Evidence is null, old.Evidence is null) switch { (true, true) => "both scores", (true, false) => "the candidate's score", (false, true) => "the champion's score", _ => null };
        return (whose is null
            ? ModelComparer.Compare(young, old, options)
            : ModelComparer.Untested(young, old, $"no evidence: {whose} came without the units behind {(young.Evidence is null && old.Evidence is null ? "them" : "it")}", options)) with { Metric = ours.Name };
    }

    private static IEnumerable<ScoreTable> Changed(NamedScore ours, NamedScore theirs)
    {
        if (ours.Scored.Evidence is not { } young || theirs.Scored.Evidence is not { } old)
        {
            yield break;
        }

        int sign = ours.Scored.HigherIsBetter ? 1 : -1;
        Dictionary<string, double>? known = old.Ids is null || young.Ids is null ? null : old.Ids.Zip(old.Values).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        (string Id, double Candidate, double Champion, double Gain)[] units =
        [
            .. young.Values
                .Select((v, i) => (Id: young.Ids?[i] ?? $"#{i}", Candidate: v, Champion: known is null ? i < old.Count ? old.Values[i] : double.NaN : known.GetValueOrDefault(young.Ids![i], double.NaN)))
                .Select(u => (u.Id, u.Candidate, u.Champion, Gain: sign * (u.Candidate - u.Champion)))
                .Where(u => !double.IsNaN(u.Gain))
                .OrderBy(u => u.Gain),
        ];
        if (Table("lost", units.Where(u => u.Gain < 0)) is { } lost)
        {
            yield return lost;
        }

        if (Table("gained", units.Reverse().Where(u => u.Gain > 0)) is { } gained)
        {
            yield return gained;
        }

        ScoreTable? Table(string how, IEnumerable<(string Id, double Candidate, double Champion, double Gain)> most)
        {
            ScoreTableRow[] rows = [.. most.Take(Shown).Select(u => new ScoreTableRow(u.Id, [u.Champion, u.Candidate, u.Gain]))];
            return rows.Length == 0 ? null : new($"{ours.Name}: {young.Units} on which the candidate {how} most", ["champion", "candidate", "better by"], rows);
        }
    }
}
