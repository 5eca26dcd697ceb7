using System.Text.Json;
using AiInfra.AspNetCore.Inference;
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
        group.MapMethods("/healthz", ["GET", "HEAD"], context => AnswerAsync(context, checks, r => r.Tags.Contains(LiveTag), []));
        group.MapMethods("/readyz", ["GET", "HEAD"], context => AnswerAsync(context, checks, r => !r.Tags.Contains(LiveTag), deployments is null ? [] : Readiness.Problems(deployments)));
        return group;
    }

    private static async Task AnswerAsync(HttpContext context, HealthCheckService? checks, Func<HealthCheckRegistration, bool> predicate, IReadOnlyList<string> problems)
    {
        HealthReport? report = checks is null ? null : await checks.CheckHealthAsync(predicate, context.RequestAborted).ConfigureAwait(false);
        HealthStatus status = problems.Count > 0 ? HealthStatus.Unhealthy : report?.Status ?? HealthStatus.Healthy;
        context.Response.Headers.CacheControl = "no-store";
        int code = status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        await JsonAnswer.SendAsync(context, code, json => Write(json, status, report, problems)).ConfigureAwait(false);
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
                json.WriteStringValue($"{name}: {entry.Description ?? entry.Status.ToString()}");
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
