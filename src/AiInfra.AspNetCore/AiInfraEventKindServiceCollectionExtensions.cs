using AiInfra.AspNetCore.Dashboard;
using AiInfra.Core.Catalog.Events;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds kinds of events to the dashboard.</summary>
public static class AiInfraEventKindServiceCollectionExtensions
{
    /// <summary>Says how events with these data are shown; the filter of the events page suggests their kinds.</summary>
    /// <typeparam name="T">The data; their <see cref="IEventData{TSelf}.Kinds"/> get the look.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="tone">The colour; null for plain. An event whose data cannot be read is plain.</param>
    /// <param name="foundNothing">Whether it tells that nothing was found, and is shown only where its kind is asked for; null shows all.</param>
    /// <param name="isNews">Whether it is among the newest events of the overview; false for what comes every few hundred rows.</param>
    public static IServiceCollection AddEventKind<T>(this IServiceCollection services, Func<T, EventTone>? tone = null, Func<T, bool>? foundNothing = null, bool isNews = true)
        where T : class, IEventData<T>
    {
        ArgumentNullException.ThrowIfNull(services);
        foreach (string kind in T.Kinds)
        {
            services.AddSingleton(new EventLook(kind)
            {
                Tone = e => tone is not null && e.TryRead(out T? data) ? tone(data) : EventTone.Plain,
                FoundNothing = foundNothing is null ? null : e => e.TryRead(out T? data) && foundNothing(data),
                IsNews = isNews,
            });
        }

        return services;
    }
}
