using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>The page and the data behind it.</summary>
internal sealed class DashboardRoutes(DashboardReader reader, DashboardOptions options)
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

        IDeployments? deployments = services.GetService<IDeployments>();
        var reader = new DashboardReader(catalog, deployments, options, services.GetService<TimeProvider>() ?? TimeProvider.System);
        RouteGroupBuilder group = endpoints.MapGroup("/aiinfra");
        new DashboardRoutes(reader, options.Value).MapAll(group, new RollbackEndpoint(deployments, options));
        return group;
    }

    private void MapAll(RouteGroupBuilder group, RollbackEndpoint rollback)
    {
        DashboardJson json = DashboardJson.Default;
        group.MapMethods("", ["GET", "HEAD"], PageAsync).WithDisplayName("AiInfra page");
        group.MapMethods("/content", ["GET"], ContentAsync);
        Data(group, "/api/deployments", reader.DeploymentsAsync, json.IReadOnlyListDeploymentCard);
        Data(group, "/api/models", reader.ModelsAsync, json.IReadOnlyListModelCard);
        Data(group, "/api/runs", reader.RunsAsync, json.IReadOnlyListRunRow);
        Data(group, "/api/datasets", reader.DatasetsAsync, json.IReadOnlyListDatasetCard);
        Data(group, "/api/events", reader.EventsAsync, json.IReadOnlyListEventRow);
        group.MapMethods("/api/deployments/{name}/rollback", ["POST"], rollback.HandleAsync);
    }

    private static void Data<T>(RouteGroupBuilder group, string path, Func<CancellationToken, Task<T>> read, JsonTypeInfo<T> type) => group.MapMethods(path, ["GET"], async context =>
    {
        T data = await read(context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(context.Response.Body, data, type, context.RequestAborted).ConfigureAwait(false);
    });

    private async Task PageAsync(HttpContext context)
    {
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string page = PageRenderer.Page(await reader.PageAsync(context.RequestAborted).ConfigureAwait(false), options, nonce);
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        await SendAsync(context, page).ConfigureAwait(false);
    }

    private async Task ContentAsync(HttpContext context) =>
        await SendAsync(context, PageRenderer.Content(await reader.PageAsync(context.RequestAborted).ConfigureAwait(false))).ConfigureAwait(false);

    private static Task SendAsync(HttpContext context, string html)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }
}
