using System.Text.Json;
using AiInfra.AspNetCore.Deployments;
using AiInfra.AspNetCore.Errors;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AiInfra.AspNetCore.Health;

/// <summary><c>/healthz</c> and <c>/readyz</c>, with the host's own health checks where it has some.</summary>
internal static class HealthEndpoints
{
    /// <summary>Checks with this tag say whether the process should be started anew; all others whether it should get requests.</summary>
    public const string LiveTag = "live";

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
    {
        // The host's checks are asked where it has added any; ours needs no registration.
        HealthCheckService? checks = endpoints.ServiceProvider.GetService<HealthCheckService>();
        IDeployments? deployments = endpoints.ServiceProvider.GetService<IDeployments>();
        RouteGroupBuilder group = endpoints.MapGroup("");
        group.MapMethods("/healthz", ["GET", "HEAD"], context => AnswerAsync(context, checks, r => r.Tags.Contains(LiveTag), new Readiness([], true)));
        group.MapMethods("/readyz", ["GET", "HEAD"], context => AnswerAsync(context, checks, r => !r.Tags.Contains(LiveTag), deployments is null ? new Readiness([], true) : Readiness.Of(deployments)));
        group.MapMethods("/readyz/{deployment}", ["GET", "HEAD"], context => DeploymentAsync(context, deployments));
        return group;
    }

    /// <summary>One deployment: ready or not, whatever the host as a whole is.</summary>
    private static Task DeploymentAsync(HttpContext context, IDeployments? deployments)
    {
        string name = (string)context.Request.RouteValues["deployment"]!;
        if (deployments is null || DeploymentPath.Find(deployments, name) is not Deployment deployment)
        {
            return JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, $"This process has no deployment '{name}'.");
        }

        bool ready = deployment.Status == DeploymentStatus.Ready;
        string[] problems = ready ? [] : [Readiness.Problem(deployment) ?? $"Deployment '{deployment.Name}' was unloaded."];
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.SendAsync(context, ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, json => Write(json, ready ? HealthStatus.Healthy : HealthStatus.Unhealthy, null, problems));
    }

    private static async Task AnswerAsync(HttpContext context, HealthCheckService? checks, Func<HealthCheckRegistration, bool> predicate, Readiness readiness)
    {
        HealthReport? report = checks is null ? null : await checks.CheckHealthAsync(predicate, context.RequestAborted).ConfigureAwait(false);
        HealthStatus ours = readiness.Problems.Count == 0 ? HealthStatus.Healthy : readiness.IsReady ? HealthStatus.Degraded : HealthStatus.Unhealthy;
        HealthStatus status = (HealthStatus)Math.Min((int)ours, (int)(report?.Status ?? HealthStatus.Healthy));
        context.Response.Headers.CacheControl = "no-store";
        int code = status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        await JsonAnswer.SendAsync(context, code, json => Write(json, status, report, readiness.Problems)).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, HealthStatus status, HealthReport? report, IReadOnlyList<string> problems)
    {
        json.WriteStartObject();
        json.WriteString("status", status.ToString());
        json.WriteStartArray("problems");
        foreach (string problem in problems)
        {
            json.WriteStringValue(problem);
        }

        foreach ((string name, HealthReportEntry entry) in report?.Entries.AsEnumerable() ?? [])
        {
            if (entry.Status != HealthStatus.Healthy)
            {
                // What a check says of itself is for probes; what it threw is for the log, where the framework puts it.
                json.WriteStringValue($"{name}: {(entry.Exception is null ? entry.Description : null) ?? entry.Status.ToString()}");
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
