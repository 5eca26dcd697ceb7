using AiInfra.AspNetCore.Mlflow;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps MLflow's API.</summary>
public static class MlflowEndpointRouteBuilderExtensions
{
    /// <summary>Serves the host's catalog and artifacts by MLflow's REST API 2.0, so that MLflow's own clients log to this host and read from it: experiments, runs, metrics, artifacts, logged and registered models, under <c>/api/2.0</c> and <c>/ajax-api/2.0</c>.</summary>
    /// <remarks>
    /// Everybody who reaches the host may read; add <c>.RequireAuthorization()</c> where that is too much. Nobody may change anything until <see cref="MlflowServerOptions.ChangePolicy"/> names a policy, but in development whoever sits at the machine.
    /// Settings: <c>services.Configure&lt;MlflowServerOptions&gt;(…)</c>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The host has no catalog or artifact store, or no such policy.</exception>
    public static IEndpointConventionBuilder MapMlflow(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return MlflowRoutes.Map(endpoints);
    }
}
