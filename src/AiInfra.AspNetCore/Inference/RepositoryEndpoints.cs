using System.Text.Json;
using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Security;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Inference;

/// <summary><c>POST v2/repository[/R]/…</c>: what is deployed, and loading and unloading of it. The catalog is the repository; R is let pass.</summary>
internal sealed partial class RepositoryEndpoints(IDeployments deployments, IOptions<OpenInferenceOptions> options, ChangeGuard guard, ILogger logger)
{
    public async Task IndexAsync(HttpContext context)
    {
        bool readyOnly = false;
        using (RequestBody body = await RequestBody.ReadAsync(context, options.Value.MaxRequestBytes).ConfigureAwait(false))
        {
            readyOnly = ReadReady(body.Bytes.Span);
        }

        await JsonAnswer.SendAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (Deployment deployment in deployments.All)
            {
                WriteEntries(json, deployment.View(), readyOnly);
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    public async Task LoadAsync(HttpContext context)
    {
        Deployment deployment = await ControlledAsync(context).ConfigureAwait(false);
        using (RequestBody body = await RequestBody.ReadAsync(context, options.Value.MaxRequestBytes).ConfigureAwait(false))
        {
            RefuseFiles(body.Bytes.Span);
        }

        try
        {
            await deployment.RefreshAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (DeploymentException e)
        {
            throw ErrorAnswerException.BadRequest($"Failed to load '{deployment.Name}': {e.Reason}", e);
        }

        if (deployment.Status != DeploymentStatus.Ready)
        {
            throw ErrorAnswerException.BadRequest($"Failed to load '{deployment.Name}': {deployment.View().Reason}");
        }

        LogControlled(logger, "loaded", deployment.Name, guard.Actor(context.User));
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    public async Task UnloadAsync(HttpContext context)
    {
        Deployment deployment = await ControlledAsync(context).ConfigureAwait(false);
        await deployment.UnloadAsync(context.RequestAborted).ConfigureAwait(false);
        LogControlled(logger, "unloaded", deployment.Name, guard.Actor(context.User));
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static bool ReadReady(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return false;
        }

        bool ready = false;
        var json = new Utf8JsonReader(body);
        Start(ref json);
        while (JsonText.Next(ref json))
        {
            if (!json.ValueTextEquals("ready"u8))
            {
                json.Skip();
                continue;
            }

            json.Read();
            ready = json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : throw ErrorAnswerException.BadRequest("Expected true or false as 'ready'.");
        }

        return ready;
    }

    /// <summary>Triton's load may bring a configuration and files; here they come from the registry, and a client must not think otherwise.</summary>
    private static void RefuseFiles(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return;
        }

        var json = new Utf8JsonReader(body);
        Start(ref json);
        while (json.Read())
        {
            JsonText.CheckEscapes(ref json);
            if (json.TokenType == JsonTokenType.PropertyName && (json.ValueTextEquals("config"u8) || json.ValueSpan.StartsWith("file:"u8)))
            {
                throw new ErrorAnswerException(StatusCodes.Status501NotImplemented, "A load with 'config' or files is not supported here. Register the version in the catalog and promote it.");
            }
        }
    }

    private static void Start(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw ErrorAnswerException.BadRequest("Expected an object as body, or none.");
        }
    }

    private static void WriteEntries(Utf8JsonWriter json, DeploymentView view, bool readyOnly)
    {
        foreach (VersionView version in view.Versions)
        {
            WriteEntry(json, view.Name, ModelEndpoints.Text(version.Version), "READY", "");
        }

        if (view.Versions.Count == 0 && !readyOnly)
        {
            WriteEntry(json, view.Name, null, view.Status == DeploymentStatus.Loading ? "LOADING" : "UNAVAILABLE", view.Reason ?? "");
        }
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, string? version, string state, string reason)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        if (version is not null)
        {
            json.WriteString("version", version);
        }

        json.WriteString("state", state);
        json.WriteString("reason", reason);
        json.WriteEndObject();
    }

    private async Task<Deployment> ControlledAsync(HttpContext context)
    {
        Deployment deployment = InferTarget.Of(context, deployments).Deployment;
        if (!options.Value.AllowModelControl)
        {
            throw new ErrorAnswerException(StatusCodes.Status403Forbidden, $"Loading and unloading by clients is off. The host allows it with {nameof(OpenInferenceOptions)}.{nameof(OpenInferenceOptions.AllowModelControl)}.");
        }

        return await guard.RefuseAsync(context).ConfigureAwait(false) is (int status, string why) ? throw new ErrorAnswerException(status, why) : deployment;
    }

    [LoggerMessage(EventId = 8007, Level = LogLevel.Information, Message = "Deployment {Deployment} was {Change} by {Actor}.")]
    private static partial void LogControlled(ILogger logger, string change, string deployment, string? actor);
}
