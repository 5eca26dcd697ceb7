using AiInfra.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds problem details for the exceptions of AiInfra's services.</summary>
public static class AiInfraProblemDetailsServiceCollectionExtensions
{
    /// <summary>Where an endpoint of the host's own lets an exception of a deployment out, the client gets problem details: 400 for a request that does not fit or a change without actor or reason, 503 with Retry-After for a full queue, a timeout or no champion, 409 for a change that is not possible, 500 for a model that failed. Call <c>app.UseExceptionHandler()</c> too.</summary>
    /// <remarks>Clients are told no paths and none of the runtime's own words; those are logged.</remarks>
    public static IServiceCollection AddAiInfraProblemDetails(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddProblemDetails().AddExceptionHandler<ServiceExceptionHandler>();
    }
}
