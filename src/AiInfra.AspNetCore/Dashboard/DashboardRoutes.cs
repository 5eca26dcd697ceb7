using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AiInfra.AspNetCore.Inference;
using AiInfra.AspNetCore.Security;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>The page and the data behind it.</summary>
internal sealed partial class DashboardRoutes(DashboardReader reader, DashboardOptions options, AllowedHosts hosts, bool readOnly)
{
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        ICatalog catalog = services.GetService<ICatalog>()
            ?? throw new InvalidOperationException("The page needs a catalog. Choose a store, for example services.AddAiInfra(ai => ai.StoreIn(\"data\")).");
        IOptions<DashboardOptions> options = services.GetRequiredService<IOptions<DashboardOptions>>();
        ValidateOptionsResult result = new DashboardOptionsValidator().Validate(null, options.Value);
        if (result.Failed)
        {
            throw new OptionsValidationException(nameof(DashboardOptions), typeof(DashboardOptions), result.Failures);
        }

        ILogger<DashboardRoutes> logger = services.GetRequiredService<ILogger<DashboardRoutes>>();
        var guard = new ChangeGuard(services, options.Value.RollbackPolicy, $"{nameof(DashboardOptions)}.{nameof(DashboardOptions.RollbackPolicy)}");
        if (!options.Value.ReadOnly && !guard.HasPolicy)
        {
            LogNoPolicy(logger, guard.IsOpen ? "Whoever sits at this machine may roll back, for the environment is Development" : "The page only shows, and nobody may roll back");
        }

        bool readOnly = options.Value.ReadOnly || !guard.IsOpen;
        IDeployments? deployments = services.GetService<IDeployments>();
        var reader = new DashboardReader(catalog, deployments, options.Value.Rows, readOnly, services.GetService<TimeProvider>() ?? TimeProvider.System);
        RouteGroupBuilder group = endpoints.MapGroup("/aiinfra");
        new DashboardRoutes(reader, options.Value, new AllowedHosts(services), readOnly).MapAll(group, new RollbackEndpoint(deployments, options.Value, guard, logger));
        return group;
    }

    private void MapAll(RouteGroupBuilder group, RollbackEndpoint rollback)
    {
        DashboardJson json = DashboardJson.Default;
        group.MapMethods("", ["GET", "HEAD"], Guarded(PageAsync)).WithDisplayName("AiInfra page");
        group.MapMethods("/content", ["GET"], Guarded(ContentAsync));
        Data(group, "/api/deployments", reader.DeploymentsAsync, json.IReadOnlyListDeploymentCard);
        Data(group, "/api/models", reader.ModelsAsync, json.IReadOnlyListModelCard);
        Data(group, "/api/runs", reader.RunsAsync, json.IReadOnlyListRunRow);
        Data(group, "/api/datasets", reader.DatasetsAsync, json.IReadOnlyListDatasetCard);
        Data(group, "/api/events", reader.EventsAsync, json.IReadOnlyListEventRow);
        group.MapMethods("/api/deployments/{name}/rollback", ["POST"], Guarded(rollback.HandleAsync));
    }

    private void Data<T>(RouteGroupBuilder group, string path, Func<CancellationToken, Task<T>> read, JsonTypeInfo<T> type) => group.MapMethods(path, ["GET"], Guarded(async context =>
    {
        T data = await read(context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, data, type, context.RequestAborted).ConfigureAwait(false);
    }));

    /// <summary>What holds for every answer below <c>/aiinfra</c>: it is for hosts that are meant, it is what its Content-Type says, nothing keeps or frames it, and nothing in it runs; the page says what of its own may.</summary>
    private RequestDelegate Guarded(RequestDelegate handler) => context =>
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return hosts.Allows(context.Request.Host)
            ? handler(context)
            : JsonAnswer.SendAsync(context, StatusCodes.Status403Forbidden, json =>
            {
                json.WriteStartObject();
                json.WriteString("error", AllowedHosts.Refusal(context.Request.Host));
                json.WriteEndObject();
            });
    };

    private async Task PageAsync(HttpContext context)
    {
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string page = PageRenderer.Page(await reader.PageAsync(context.RequestAborted).ConfigureAwait(false), options, readOnly, nonce);
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        await SendAsync(context, page).ConfigureAwait(false);
    }

    private async Task ContentAsync(HttpContext context) =>
        await SendAsync(context, PageRenderer.Content(await reader.PageAsync(context.RequestAborted).ConfigureAwait(false))).ConfigureAwait(false);

    private static Task SendAsync(HttpContext context, string html)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    [LoggerMessage(EventId = 8002, Level = LogLevel.Warning, Message = "No policy is named for rollbacks on the page (DashboardOptions.RollbackPolicy). {Who}. Say DashboardOptions.ReadOnly = true if that is meant.")]
    private static partial void LogNoPolicy(ILogger logger, string who);
}
