using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Security;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Inference;

/// <summary>The protocol's paths, and its answers to wrong verbs and unknown paths.</summary>
internal sealed partial class OpenInferenceRoutes(RouteGroupBuilder group, ProtocolErrors errors)
{
    private const string Model = "/v2/models/{model}";

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        IDeployments deployments = services.GetService<IDeployments>()
            ?? throw new InvalidOperationException("There are no deployments to serve. Call services.AddAiInfra(…).AddServing(name) before mapping the endpoints.");
        IOptions<OpenInferenceOptions> options = MappedOptions.Of<OpenInferenceOptions>(services);
        ILogger<ProtocolErrors> logger = services.GetRequiredService<ILogger<ProtocolErrors>>();
        var guard = new ChangeGuard(services, options.Value.ModelControlPolicy, $"{nameof(OpenInferenceOptions)}.{nameof(OpenInferenceOptions.ModelControlPolicy)}");
        if (options.Value.AllowModelControl && !guard.HasPolicy)
        {
            LogNoPolicy(logger, guard.IsOpen ? "whoever sits at this machine may load and unload, for the environment is Development" : "nobody may load or unload");
        }

        var errors = new ProtocolErrors(options, logger);
        RouteGroupBuilder group = endpoints.MapGroup("");
        var routes = new OpenInferenceRoutes(group, errors);
        routes.MapAll(new InferEndpoint(deployments, options, services.GetService<TimeProvider>() ?? TimeProvider.System), new ModelEndpoints(deployments), new ServerEndpoints(deployments, options), new RepositoryEndpoints(deployments, options, guard, logger));
        return group;
    }

    private void MapAll(InferEndpoint infer, ModelEndpoints models, ServerEndpoints server, RepositoryEndpoints repository)
    {
        Verb("GET", "/v2", server.MetadataAsync);
        Verb("GET", "/v2/health/live", server.LiveAsync);
        Verb("GET", "/v2/health/ready", server.ReadyAsync);
        Verb("GET", "/v2/models/stats", models.StatisticsAsync);
        foreach (string path in new[] { Model, Model + "/versions/{version}" })
        {
            Verb("GET", path, models.MetadataAsync);
            Verb("GET", path + "/ready", models.ReadyAsync);
            Verb("GET", path + "/stats", models.StatisticsAsync);
            Verb("POST", path + "/infer", infer.HandleAsync);
        }

        foreach (string path in new[] { "/v2/repository", "/v2/repository/{repository}" })
        {
            Verb("POST", path + "/index", repository.IndexAsync);
            Verb("POST", path + "/models/{model}/load", repository.LoadAsync);
            Verb("POST", path + "/models/{model}/unload", repository.UnloadAsync);
        }

        group.Map("/v2/{**path}", context => ProtocolErrors.WriteAsync(context, StatusCodes.Status404NotFound, $"The protocol has no path '{context.Request.Path}'."))
            .WithOrder(int.MaxValue);
    }

    private void Verb(string verb, string path, RequestDelegate handler)
    {
        // Probes ask with HEAD too; the web server leaves the body out.
        string[] verbs = verb == "GET" ? ["GET", "HEAD"] : [verb];
        group.MapMethods(path, verbs, context => errors.GuardAsync(context, handler)).WithDisplayName($"OIP {verb} {path}");
        group.Map(path, context =>
        {
            context.Response.Headers.Allow = string.Join(", ", verbs);
            return ProtocolErrors.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, $"Expected {verb} for '{context.Request.Path}', came {context.Request.Method}.");
        }).WithOrder(1);
    }

    [LoggerMessage(EventId = 8005, Level = LogLevel.Warning, Message = "Clients may load and unload deployments (OpenInferenceOptions.AllowModelControl), but no policy is named (OpenInferenceOptions.ModelControlPolicy): {Who}.")]
    private static partial void LogNoPolicy(ILogger logger, string who);
}
