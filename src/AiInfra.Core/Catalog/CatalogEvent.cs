using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.Core.Catalog;

/// <summary>Something that happened. Its numbers are JSON in the store and a type in the program: <see cref="Of"/> writes them, <see cref="Read"/> and <see cref="TryRead"/> give them back.</summary>
/// <param name="Kind">What: one of <see cref="EventKinds"/>, or a kind of one's own.</param>
/// <param name="Subject">What it is about, usually a deployment or model.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Message">In words.</param>
/// <param name="Data">The numbers, as JSON.</param>
/// <param name="Position">Where in the stream of the subject it happened (rows seen), where that has a meaning.</param>
/// <param name="Id">Given by the store, ascending.</param>
public sealed record CatalogEvent(string Kind, string Subject, DateTimeOffset At, string Message, string Data = "{}", long? Position = null, long Id = 0)
{
    /// <summary>An event with typed data.</summary>
    /// <exception cref="ArgumentException">The data belong to other kinds.</exception>
    public static CatalogEvent Of<T>(string kind, string subject, DateTimeOffset at, string message, T data, long? position = null)
        where T : class, IEventData<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return T.Kinds.Contains(kind)
            ? new CatalogEvent(kind, subject, at, message, JsonSerializer.Serialize(data, T.Json), position)
            : throw new ArgumentException(Belongs<T>(kind), nameof(kind));
    }

    /// <summary>The event's data.</summary>
    /// <exception cref="InvalidOperationException">The event is of a kind that carries other data.</exception>
    /// <exception cref="JsonException">The data are not what the kind carries.</exception>
    public T Read<T>()
        where T : class, IEventData<T>
    {
        if (!T.Kinds.Contains(Kind))
        {
            throw new InvalidOperationException(Belongs<T>(Kind));
        }

        try
        {
            return JsonSerializer.Deserialize(Data, T.Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new JsonException($"Event {Id} of kind '{Kind}' about '{Subject}' does not carry {typeof(T).Name}: {e.Message} TryRead passes such an event over.", e);
        }
    }

    /// <summary>The event's data, where it is of a kind that carries them and they can be read.</summary>
    public bool TryRead<T>([NotNullWhen(true)] out T? data)
        where T : class, IEventData<T>
    {
        data = null;
        if (!T.Kinds.Contains(Kind))
        {
            return false;
        }

        try
        {
            data = JsonSerializer.Deserialize(Data, T.Json);
        }
        catch (JsonException)
        {
            return false;
        }

        return data is not null;
    }

    private static string Belongs<T>(string kind)
        where T : class, IEventData<T> => $"{typeof(T).Name} is the data of events of kind {string.Join(", ", T.Kinds.Select(k => $"'{k}'"))}; this kind is '{kind}'.";
}
