using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>Windowed quality of a deployment over its stream.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Latest">Its newest value.</param>
/// <param name="Baseline">The value it is compared with, where known.</param>
/// <param name="Degraded">Whether the newest judgement found it worse.</param>
/// <param name="ByRows">Whether the line runs along rows seen; along time otherwise.</param>
/// <param name="Answers">Of what callers got.</param>
/// <param name="Shadow">Of the challenger's copies.</param>
/// <param name="Marks">Promotions, rollbacks and alarms along it.</param>
internal sealed record QualityCourse(string Metric, double Latest, double? Baseline, bool Degraded, bool ByRows, IReadOnlyList<Sample> Answers, IReadOnlyList<Sample> Shadow, IReadOnlyList<LineMark> Marks)
{
    private static readonly string[] s_marked = [EventKinds.Promotion, EventKinds.Rollback, EventKinds.Alarm];

    /// <summary>The line of windowed quality, or null where there is none.</summary>
    /// <param name="judged">Events of kind "quality", the newest first.</param>
    /// <param name="others">All other events of the subject.</param>
    public static QualityCourse? Of(IReadOnlyList<CatalogEvent> judged, IEnumerable<CatalogEvent> others)
    {
        var answers = new List<Sample>();
        var shadow = new List<Sample>();
        AnswerQuality? latest = null;
        foreach (CatalogEvent e in judged)
        {
            if (!e.TryRead(out QualityJudged? quality) || !double.IsFinite(quality.Report.Value))
            {
                continue;
            }

            (quality.IsShadow ? shadow : answers).Add(new Sample(X(e), quality.Report.Value));
            latest ??= quality.IsShadow ? null : quality.Report;
        }

        Order(answers);
        Order(shadow);
        if (latest is null || answers.Count == 0)
        {
            return null;
        }

        LineMark[] marks = [.. others.Where(e => s_marked.Contains(e.Kind) && !EventLooks.IsCleared(e)).Select(e => new LineMark(X(e), e.Kind, e.Message)).Where(m => m.X >= answers[0].X && m.X <= answers[^1].X)];
        return new QualityCourse(latest.Metric, latest.Value, double.IsFinite(latest.Baseline) ? latest.Baseline : null, latest.Degraded, judged[0].Position is not null, answers, shadow, marks);

        // The stream's own count where the line has one, otherwise time. What brings no count of its own stands where the line was when it was written.
        double X(CatalogEvent e) => judged[0].Position is null
            ? e.At.ToUnixTimeMilliseconds()
            : e.Position ?? judged.FirstOrDefault(q => q.Id < e.Id && q.Position is not null)?.Position ?? double.NaN;
    }

    private static void Order(List<Sample> line)
    {
        line.RemoveAll(s => double.IsNaN(s.X));
        line.Sort((a, b) => a.X.CompareTo(b.X));
    }
}
