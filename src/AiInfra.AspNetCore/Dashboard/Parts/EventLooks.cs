using System.Collections.Concurrent;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using Microsoft.Extensions.Logging;

namespace AiInfra.AspNetCore.Dashboard.Parts;

/// <summary>Events as rows, as the looks of their kinds say: the project's own and those of the host.</summary>
internal sealed partial class EventLooks
{
    private readonly Dictionary<string, EventLook> _looks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private readonly ILogger _logger;

    /// <exception cref="InvalidOperationException">Two looks are of one kind.</exception>
    public EventLooks(IEnumerable<EventLook> others, ILogger logger)
    {
        _logger = logger;
        foreach (EventLook look in OwnEventLooks.All.Concat(others))
        {
            if (!_looks.TryAdd(look.Kind, look))
            {
                throw new InvalidOperationException($"Two looks are registered for events of kind '{look.Kind}'{(EventKinds.All.Contains(look.Kind) ? ", which is a kind of the project's own" : "")}. Register one, or give the kind another name.");
            }
        }

        Kinds = [.. EventKinds.All, .. _looks.Keys.Except(EventKinds.All)];
        Judgements = [.. _looks.Values.Where(l => l.FoundNothing is not null).Select(l => l.Kind)];
        NotInNews = [.. _looks.Values.Where(l => !l.IsNews).Select(l => l.Kind)];
    }

    /// <summary>The kinds that are known, for the filter.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>Kinds whose events may have found nothing.</summary>
    public IReadOnlyList<string> Judgements { get; }

    /// <summary>Kinds that come too often to be news.</summary>
    public IReadOnlyList<string> NotInNews { get; }

    /// <summary>An event as a row.</summary>
    public EventRow Row(CatalogEvent e) => new(e.Id, e.Kind, Class(Ask(e, l => l.Tone(e), EventTone.Plain)), e.Subject, e.At, e.Message, e.Position);

    /// <summary>Whether an event tells that nothing was found.</summary>
    public bool FoundNothing(CatalogEvent e) => Ask(e, l => l.FoundNothing?.Invoke(e) ?? false, false);

    /// <summary>The alarms of a subject that are on: the newest word of each kind of alarm is "raised".</summary>
    /// <param name="alarms">The subject's alarm events, the newest first.</param>
    public IReadOnlyList<EventRow> Raised(IEnumerable<CatalogEvent> alarms) =>
        [.. alarms.GroupBy(a => a.TryRead(out AlarmChanged? alarm) ? alarm.Kind : "").Select(g => g.First()).Where(a => !IsCleared(a)).Select(Row)];

    /// <summary>Whether an event tells of an alarm that is over.</summary>
    public static bool IsCleared(CatalogEvent e) => e.TryRead(out AlarmChanged? alarm) && alarm.IsCleared;

    /// <summary>Rows without a gate's words where what followed from them, a refusal, says them again.</summary>
    public static IReadOnlyList<EventRow> Once(IReadOnlyList<EventRow> rows)
    {
        var followed = rows.Where(e => e.Kind != EventKinds.Gate).Select(e => (e.Subject, e.Position, e.Message)).ToHashSet();
        return [.. rows.Where(e => !(e.Kind == EventKinds.Gate && followed.Contains((e.Subject, e.Position, e.Message))))];
    }

    // A look may be somebody else's: an event that it cannot read is shown all the same.
    private T Ask<T>(CatalogEvent e, Func<EventLook, T> ask, T otherwise)
    {
        try
        {
            return _looks.TryGetValue(e.Kind, out EventLook? look) ? ask(look) : otherwise;
        }
        catch (Exception error)
        {
            if (_told.TryAdd(e.Kind, true))
            {
                LogUnread(_logger, error, e.Kind, e.Id);
            }

            return otherwise;
        }
    }

    private static string Class(EventTone tone) => tone switch
    {
        EventTone.Good => "good",
        EventTone.Warning => "warn",
        EventTone.Bad => "bad",
        _ => "plain",
    };

    [LoggerMessage(EventId = 8007, Level = LogLevel.Error, Message = "How events of kind '{Kind}' are shown threw at event {Id}; such events are shown plain. It is not said again.")]
    private static partial void LogUnread(ILogger logger, Exception e, string kind, long id);
}
