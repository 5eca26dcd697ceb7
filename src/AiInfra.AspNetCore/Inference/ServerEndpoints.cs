using System.Text.Json;
using AiInfra.AspNetCore.Deployments;
using AiInfra.AspNetCore.Errors;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Inference;

/// <summary><c>GET v2</c> and <c>GET v2/health/…</c>.</summary>
internal sealed class ServerEndpoints(IDeployments deployments, IOptions<OpenInferenceOptions> options)
{
    private static readonly string[] Extensions = ["binary_tensor_data", "classification", "model_repository", "parameters", "schedule_policy", "statistics"];

    public Task MetadataAsync(HttpContext context) => JsonAnswer.SendAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("name", options.Value.ServerName);
        json.WriteString("version", options.Value.ServerVersion);
        json.WriteStartArray("extensions");
        foreach (string extension in Extensions)
        {
            json.WriteStringValue(extension);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public Task LiveAsync(HttpContext context) => JsonAnswer.SendAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("live", true);
        json.WriteEndObject();
    });

    public Task ReadyAsync(HttpContext context)
    {
        var readiness = Readiness.Of(deployments);
        return JsonAnswer.SendAsync(context, readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ready", readiness.IsReady);
            WriteError(json, readiness.IsReady ? [] : readiness.Problems);
            json.WriteEndObject();
        });
    }

    internal static void WriteError(Utf8JsonWriter json, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            json.WriteString("error", string.Join(" ", problems));
        }
    }
}
