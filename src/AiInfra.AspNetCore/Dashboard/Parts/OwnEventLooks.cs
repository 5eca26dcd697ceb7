using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.AspNetCore.Dashboard.Parts;

/// <summary>How the project's own kinds of events are shown.</summary>
internal static class OwnEventLooks
{
    public static IReadOnlyList<EventLook> All { get; } =
    [
        Always(EventKinds.Promotion, EventTone.Good),
        Always(EventKinds.Rollback, EventTone.Warning),
        Always(EventKinds.Challenge, EventTone.Plain),
        Always(EventKinds.Withdrawal, EventTone.Plain),
        new(EventKinds.Alarm) { Tone = e => EventLooks.IsCleared(e) ? EventTone.Good : EventTone.Bad },
        Of<GateDecided>(EventKinds.Gate, g => g.Verdict != GateDecided.Pass),
        Always(EventKinds.Retraining, EventTone.Plain),
        Always(EventKinds.Refusal, EventTone.Warning),
        Always(EventKinds.RetrainingFailed, EventTone.Bad),
        Always(EventKinds.PipelineFailed, EventTone.Bad),
        Always(EventKinds.PipelineMissed, EventTone.Warning),
        Of<DetectorJudged>(EventKinds.Detector, d => d.Found, isNews: false),
        Judged<DriftFound>(EventKinds.Drift, d => d.Report.Drifted),
        Judged<QualityJudged>(EventKinds.Quality, q => q.Report.Degraded),
    ];

    private static EventLook Always(string kind, EventTone tone) => new(kind) { Tone = _ => tone };

    private static EventLook Of<T>(string kind, Func<T, bool> found, bool isNews = true)
        where T : class, IEventData<T> => new(kind) { Tone = e => Found(e, found) ? EventTone.Warning : EventTone.Plain, IsNews = isNews };

    private static EventLook Judged<T>(string kind, Func<T, bool> found)
        where T : class, IEventData<T> => new(kind) { Tone = e => Found(e, found) ? EventTone.Warning : EventTone.Plain, FoundNothing = e => !Found(e, found), IsNews = false };

    private static bool Found<T>(CatalogEvent e, Func<T, bool> found)
        where T : class, IEventData<T> => e.TryRead(out T? data) && found(data);
}
