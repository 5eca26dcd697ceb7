using System.Globalization;

namespace AiInfra.Metrics;

/// <summary>The units with the worst values: what to look at first.</summary>
internal static class WorstUnits
{
    private const int Shown = 10;

    /// <summary>The table; null where units have no values of their own.</summary>
    public static ScoreTable? Of(IScored scored, Evidence evidence)
    {
        int sign = scored.HigherIsBetter ? 1 : -1;
        int[] worst = [.. Enumerable.Range(0, evidence.Count).Where(i => !double.IsNaN(evidence.Values[i])).OrderBy(i => sign * evidence.Values[i]).Take(Shown)];
        return worst.Length == 0 ? null : new(
            $"{scored.Name}: the worst of {evidence.Count.ToString(CultureInfo.InvariantCulture)} {evidence.Units}",
            [scored.Name],
            [.. worst.Select(i => new ScoreTableRow(evidence.Ids?[i] ?? $"#{i}", [evidence.Values[i]]))]);
    }
}
