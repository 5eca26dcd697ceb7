using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>How events of one kind are shown on the pages. Register that of a kind of your own with <c>services.AddEventKind&lt;MyEvent&gt;(…)</c>, or as a singleton; the filter of the events page then suggests the kind.</summary>
/// <remarks>Asked for every event that is shown, by several requests at the same time. What it throws is logged once, and the event is shown plain.</remarks>
public sealed class EventLook
{
    /// <summary>Creates a look: plain, and among the news.</summary>
    /// <param name="kind">The kind of event; two looks of one kind do not start.</param>
    /// <exception cref="ArgumentException">The kind is empty.</exception>
    public EventLook(string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        Kind = kind;
    }

    /// <summary>The kind of event.</summary>
    public string Kind { get; }

    /// <summary>Its colour.</summary>
    /// <value>Default <see cref="EventTone.Plain"/>.</value>
    public Func<CatalogEvent, EventTone> Tone { get; init; } = _ => EventTone.Plain;

    /// <summary>Whether it tells that nothing was found: such events are shown only where their kind is asked for.</summary>
    /// <value>Default null: all are shown.</value>
    public Func<CatalogEvent, bool>? FoundNothing { get; init; }

    /// <summary>Whether it is among the newest events of the overview and of its deployment's page. Set it to false for what comes every few hundred rows: it would fill the list.</summary>
    /// <value>Default true.</value>
    public bool IsNews { get; init; } = true;
}
