using AiInfra.AspNetCore.Dashboard;
using AiInfra.AspNetCore.Health;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps AiInfra's endpoints.</summary>
public static class AiInfraEndpointRouteBuilderExtensions
{
    /// <summary>Maps all of it: the Open Inference Protocol under <c>/v2</c> and plain records under <c>/predict</c> where the host has deployments, the dashboard under <c>/aiinfra</c>, and <c>/healthz</c> and <c>/readyz</c>.</summary>
    /// <returns>Conventions for the protocol and the dashboard, for example <c>.RequireAuthorization()</c>; the two health paths stay open, for probes bring no credentials.</returns>
    public static IEndpointConventionBuilder MapAiInfra(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        RouteGroupBuilder group = endpoints.MapGroup("");
        if (endpoints.ServiceProvider.GetService<AiInfra.Serving.Deployments.IDeployments>() is not null)
        {
            group.MapOpenInference();
            group.MapPredict();
        }

        group.MapAiInfraDashboard();
        endpoints.MapAiInfraHealth();
        return group;
    }

    /// <summary>Maps the dashboard's pages under <c>/aiinfra</c> and their data under <c>/aiinfra/api</c>, with every <see cref="IDashboardPage"/> that the host has registered. Settings: <see cref="DashboardOptions"/>.</summary>
    /// <exception cref="InvalidOperationException">The host has no catalog, or two pages have the same path.</exception>
    public static IEndpointConventionBuilder MapAiInfraDashboard(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return DashboardRoutes.Map(endpoints);
    }

    /// <summary>Maps <c>/healthz</c> (the process lives) and <c>/readyz</c> (its deployments can answer). The host's own health checks are asked too: those tagged "live" for the first, the others for the second.</summary>
    public static IEndpointConventionBuilder MapAiInfraHealth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return HealthEndpoints.Map(endpoints);
    }
}
