using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Security;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Filters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>MLflow's paths, who may call them, and its answers to what fails.</summary>
internal sealed partial class MlflowRoutes(ChangeGuard guard, AllowedHosts hosts, ILogger logger)
{
    private static readonly string[] s_roots = ["/api/2.0", "/ajax-api/2.0"];

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        ICatalog catalog = services.GetService<ICatalog>() ?? throw Missing("a catalog");
        IArtifactStore artifacts = services.GetService<IArtifactStore>() ?? throw Missing("an artifact store");
        MlflowServerOptions options = MappedOptions.Of<MlflowServerOptions>(services).Value;
        ILogger<MlflowRoutes> logger = services.GetRequiredService<ILogger<MlflowRoutes>>();
        var guard = new ChangeGuard(services, options.ChangePolicy, $"{nameof(MlflowServerOptions)}.{nameof(MlflowServerOptions.ChangePolicy)}");
        if (!guard.HasPolicy)
        {
            LogNoPolicy(logger, guard.IsOpen ? "whoever sits at this machine may log, for the environment is Development" : "nobody may log");
        }

        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        RouteGroupBuilder group = endpoints.MapGroup("");
        var routes = new MlflowRoutes(guard, new AllowedHosts(services), logger);
        var runs = new RunCalls(catalog);
        MlflowVerb[] verbs =
        [
            .. new ExperimentCalls(catalog).All(), .. runs.All(), .. new RunLogCalls(catalog, runs).All(), .. new MetricCalls(catalog, runs).All(),
            .. new ArtifactCalls(catalog, artifacts, runs, options, time).All(), .. new RegisteredModelCalls(catalog, time).All(),
            .. new ModelVersionCalls(catalog, artifacts).All(), .. new LoggedModelCalls(catalog, runs).All(),
        ];
        foreach (string root in s_roots)
        {
            foreach (MlflowVerb verb in verbs)
            {
                group.MapMethods(root + verb.Path, verb.Method == "GET" ? ["GET", "HEAD"] : [verb.Method], routes.Guarded(verb)).WithDisplayName($"MLflow {verb.Method} {verb.Path}");
            }

            foreach (string known in new[] { "/mlflow/{**rest}", "/mlflow-artifacts/{**rest}" })
            {
                group.Map(root + known, context => routes.Error(context, new MlflowAnswerException("ENDPOINT_NOT_FOUND", $"There is no {context.Request.Method} {context.Request.Path} here."))).WithOrder(int.MaxValue);
            }
        }

        foreach (string root in new[] { "/api/3.0", "/ajax-api/3.0" })
        {
            group.MapMethods(root + "/mlflow/server-info", ["GET"], context => JsonAnswer.SendAsync(context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteString("store_type", "SqlStore");
                json.WriteBoolean("workspaces_enabled", false);
                json.WriteBoolean("trace_archival_enabled", false);
                json.WriteBoolean("multipart_uploads_enabled", false);
                json.WriteBoolean("multipart_downloads_enabled", false);
                json.WriteEndObject();
            }));
        }

        // A host's own come first.
        group.MapMethods("/health", ["GET"], context => context.Response.WriteAsync("OK")).WithOrder(1);
        group.MapMethods("/version", ["GET"], context => context.Response.WriteAsync("3.0.0")).WithOrder(1);
        return group;
    }

    private static InvalidOperationException Missing(string what) => new($"MLflow's API needs {what}. Choose a store, for example services.AddAiInfra(ai => ai.StoreIn(\"data\")).");

    private RequestDelegate Guarded(MlflowVerb verb) => async context =>
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            if (!hosts.Allows(context.Request.Host))
            {
                throw new MlflowAnswerException("PERMISSION_DENIED", AllowedHosts.Refusal(context.Request.Host));
            }

            if (verb.Changes && await guard.RefuseAsync(context).ConfigureAwait(false) is { } refusal)
            {
                throw new MlflowAnswerException(refusal.Status == StatusCodes.Status401Unauthorized ? "UNAUTHENTICATED" : "PERMISSION_DENIED", refusal.Why);
            }

            string actor = guard.Actor(context.User) ?? "anonymous";
            using MlflowCall call = await MlflowCall.ReadAsync(context, actor, verb.HasFile).ConfigureAwait(false);
            await verb.HandleAsync(call).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await Error(context, e).ConfigureAwait(false);
        }
    };

    private Task Error(HttpContext context, Exception e)
    {
        MlflowAnswerException answer = e switch
        {
            MlflowAnswerException known => known,
            FilterException or ArgumentException => MlflowAnswerException.Invalid(e.Message, e),
            CatalogNotFoundException => MlflowAnswerException.Absent(e.Message),
            CatalogConflictException => new MlflowAnswerException("RESOURCE_CONFLICT", e.Message, e),
            ArtifactNotFoundException => MlflowAnswerException.Absent("The file is listed, and its bytes are not in the artifact store."),
            BadHttpRequestException bad => new MlflowAnswerException("BAD_REQUEST", bad.Message, bad),
            StoreException => new MlflowAnswerException("TEMPORARILY_UNAVAILABLE", "The store could not be read or written; the server's log says why.", e),
            _ => new MlflowAnswerException("INTERNAL_ERROR", "The server failed on this call; its log says why.", e),
        };
        if (answer.Status >= StatusCodes.Status500InternalServerError && answer.Code != "NOT_IMPLEMENTED")
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, e);
        }

        int status = (e as BadHttpRequestException)?.StatusCode ?? answer.Status;
        return JsonAnswer.SendAsync(context, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("error_code", answer.Code);
            json.WriteString("message", answer.Message);
            json.WriteEndObject();
        });
    }

    [LoggerMessage(EventId = 8040, Level = LogLevel.Warning, Message = "MLflow's API is served without a policy for changes (MlflowServerOptions.ChangePolicy): {Who}.")]
    private static partial void LogNoPolicy(ILogger logger, string who);

    [LoggerMessage(EventId = 8041, Level = LogLevel.Error, Message = "The MLflow call {Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, string method, PathString path, Exception e);
}
