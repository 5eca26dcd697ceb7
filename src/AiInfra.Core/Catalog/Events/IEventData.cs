using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>The data of a kind of event: a type that says which kinds carry it and how it becomes JSON. A kind from outside implements it with the <c>JsonTypeInfo</c> of a source-generated context of its own.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
/// <remarks>Stores keep events for years: give every property a default, so that what an earlier version wrote still reads.</remarks>
public interface IEventData<TSelf>
    where TSelf : class, IEventData<TSelf>
{
    /// <summary>Kinds of the events that carry it.</summary>
    static abstract IReadOnlyList<string> Kinds { get; }

    /// <summary>How it becomes JSON.</summary>
    static abstract JsonTypeInfo<TSelf> Json { get; }
}
