using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.AspNetCore.Dashboard.Parts;

/// <summary>Events as rows, with the colour that they have.</summary>
internal static class EventTones
{
    /// <summary>An event as a row.</summary>
    public static EventRow Row(CatalogEvent e) => new(e.Id, e.Kind, Tone(e), e.Subject, e.At, e.Message, e.Position);

    /// <summary>The alarms of a subject that are on: the newest word of each kind of alarm is "raised".</summary>
    /// <param name="alarms">The subject's alarm events, the newest first.</param>
    public static IReadOnlyList<EventRow> Raised(IEnumerable<CatalogEvent> alarms) =>
        [.. alarms.GroupBy(a => a.TryRead(out AlarmChanged? alarm) ? alarm.Kind : "").Select(g => g.First()).Where(a => !IsCleared(a)).Select(Row)];

    /// <summary>Whether an event tells of an alarm that is over.</summary>
    public static bool IsCleared(CatalogEvent e) => e.TryRead(out AlarmChanged? alarm) && alarm.IsCleared;

    /// <summary>Rows without a gate's words where what followed from them, a refusal, says them again.</summary>
    public static IReadOnlyList<EventRow> Once(IReadOnlyList<EventRow> rows)
    {
        var followed = rows.Where(e => e.Kind != EventKinds.Gate).Select(e => (e.Subject, e.Position, e.Message)).ToHashSet();
        return [.. rows.Where(e => !(e.Kind == EventKinds.Gate && followed.Contains((e.Subject, e.Position, e.Message))))];
    }

    private static string Tone(CatalogEvent e) => e.Kind switch
    {
        EventKinds.Alarm => IsCleared(e) ? "good" : "bad",
        EventKinds.Promotion => "good",
        EventKinds.RetrainingFailed or EventKinds.PipelineFailed => "bad",
        EventKinds.Rollback or EventKinds.Refusal or EventKinds.PipelineMissed => "warn",
        EventKinds.Detector => e.TryRead(out DetectorJudged? judged) && judged.Found ? "warn" : "plain",
        EventKinds.Gate => e.TryRead(out GateDecided? gate) && gate.Verdict != GateDecided.Pass ? "warn" : "plain",
        EventKinds.Drift => e.TryRead(out DriftFound? drift) && drift.Report.Drifted ? "warn" : "plain",
        EventKinds.Quality => e.TryRead(out QualityJudged? quality) && quality.Report.Degraded ? "warn" : "plain",
        _ => "plain",
    };
}
