using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Changes;
using AiInfra.AspNetCore.Dashboard.Traffic;
using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Security;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>The pages, their data and the changes. Every page is read alone.</summary>
internal sealed partial class DashboardRoutes(DashboardShell shell, DashboardOptions options, AllowedHosts hosts, bool mayChange, LivePage live, TimeProvider time, ILogger logger)
{
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        ICatalog catalog = services.GetService<ICatalog>()
            ?? throw new InvalidOperationException("The page needs a catalog. Choose a store, for example services.AddAiInfra(ai => ai.StoreIn(\"data\")).");
        DashboardOptions options = MappedOptions.Of<DashboardOptions>(services).Value;
        ILogger<DashboardRoutes> logger = services.GetRequiredService<ILogger<DashboardRoutes>>();
        var guard = new ChangeGuard(services, options.ChangePolicy, $"{nameof(DashboardOptions)}.{nameof(DashboardOptions.ChangePolicy)}");
        if (!options.ReadOnly && !guard.HasPolicy)
        {
            LogNoPolicy(logger, guard.IsOpen ? "Whoever sits at this machine may change what answers, for the environment is Development" : "The pages only show, and nobody may change anything");
        }

        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        IDeployments? deployments = services.GetService<IDeployments>();
        TrafficRecorder traffic = Record(services, deployments, time);
        IReadOnlyList<IDashboardPage> pages = DashboardPages.Of(services, catalog, deployments, traffic, logger);
        var routes = new DashboardRoutes(new DashboardShell(pages, options), options, new AllowedHosts(services), !options.ReadOnly && guard.IsOpen, new LivePage(services, time), time, logger);
        RouteGroupBuilder group = endpoints.MapGroup("/aiinfra");
        foreach (IDashboardPage page in pages)
        {
            routes.MapPage(group, page);
        }

        foreach (DeploymentChange change in DeploymentChange.All)
        {
            group.MapMethods($"/api/deployments/{{name}}/{change.Action}", ["POST"], routes.Guarded(new ChangeEndpoint(change, deployments, options, guard, logger).HandleAsync));
        }

        return group;
    }

    /// <summary>Counts from the start of the host to its end.</summary>
    private static TrafficRecorder Record(IServiceProvider services, IDeployments? deployments, TimeProvider time)
    {
        var traffic = new TrafficRecorder(deployments, time);
        if (services.GetService<IHostApplicationLifetime>() is { } lifetime)
        {
            lifetime.ApplicationStarted.Register(traffic.Start);
            lifetime.ApplicationStopping.Register(traffic.Dispose);
        }
        else
        {
            traffic.Start();
        }

        return traffic;
    }

    private void MapPage(RouteGroupBuilder group, IDashboardPage page)
    {
        string path = page.Path.Length == 0 ? "" : $"/{page.Path}";
        group.MapMethods(path, ["GET", "HEAD"], Guarded(context => context.Request.Query["part"] == LivePage.Part ? live.SendAsync(context, page, () => Request(context, page)) : PageAsync(context, page))).WithDisplayName($"AiInfra page {page.Title}");
        group.MapMethods($"/api/{(page.Path.Length == 0 ? "overview" : page.Path)}", ["GET"], Guarded(context => DataAsync(context, page)));
    }

    /// <summary>What holds for every answer below <c>/aiinfra</c>: it is for hosts that are meant, it is what its Content-Type says, nothing keeps or frames it, and nothing in it runs; a page says what of its own may.</summary>
    private RequestDelegate Guarded(RequestDelegate handler) => context =>
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return hosts.Allows(context.Request.Host)
            ? handler(context)
            : JsonAnswer.ErrorAsync(context, StatusCodes.Status403Forbidden, AllowedHosts.Refusal(context.Request.Host));
    };

    private async Task PageAsync(HttpContext context, IDashboardPage page)
    {
        var html = new PageWriter(Request(context, page));
        try
        {
            IDashboardView view = await LoadAsync(page, html.Request, context).ConfigureAwait(false);
            view.Write(html);
            html.Markup(view.IsLive ? "<i hidden data-live></i>" : "");
        }
        catch (CatalogNotFoundException e)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            html.Empty(e.Message);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            html = new PageWriter(html.Request).Empty(Failed(page, e));
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        if (html.Request["part"] == "content")
        {
            await context.Response.WriteAsync(html.ToString(), context.RequestAborted).ConfigureAwait(false);
            return;
        }

        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        await context.Response.WriteAsync(shell.Page(page, html, nonce), context.RequestAborted).ConfigureAwait(false);
    }

    private async Task DataAsync(HttpContext context, IDashboardPage page)
    {
        // Whole before the first byte goes out: what fails half-way is no answer of 200.
        var bytes = new ArrayBufferWriter<byte>();
        try
        {
            IDashboardView view = await LoadAsync(page, Request(context, page), context).ConfigureAwait(false);
            using var json = new Utf8JsonWriter(bytes);
            view.WriteJson(json);
            bool whole = json.CurrentDepth == 0 && json.BytesCommitted + json.BytesPending > 0;
            json.Flush();
            if (!whole)
            {
                throw new InvalidOperationException($"{view.GetType()}.{nameof(IDashboardView.WriteJson)} wrote {(bytes.WrittenCount == 0 ? "nothing" : $"an array or object that it did not end ({json.CurrentDepth} are open)")}; one whole JSON value is expected.");
            }
        }
        catch (CatalogNotFoundException e)
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, e.Message).ConfigureAwait(false);
            return;
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status500InternalServerError, Failed(page, e)).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(bytes.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<IDashboardView> LoadAsync(IDashboardPage page, DashboardRequest request, HttpContext context) =>
        await page.LoadAsync(request, context.RequestAborted).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"{page.GetType()}.{nameof(IDashboardPage.LoadAsync)} gave null; throw a {nameof(CatalogNotFoundException)} for what is not there.");

    private string Failed(IDashboardPage page, Exception e)
    {
        LogFailed(logger, e, page.Title, page.Path, page.GetType());
        return $"The page '{page.Title}' ({page.GetType()}) could not be read; the host's log says why. The other pages go on.";
    }

    private DashboardRequest Request(HttpContext context, IDashboardPage page) => new(context.Request.Query)
    {
        At = time.GetUtcNow(),
        Rows = options.Rows,
        MayChange = mayChange,
        ToRoot = ToRoot(context.Request.Path.Value ?? "", page.Path),
    };

    /// <summary>The way to the first page from where the browser found this one: it goes up by what the path has below it, whatever a proxy put before.</summary>
    private static string ToRoot(string asked, string path)
    {
        bool inFolder = asked.EndsWith('/');
        int depth = path.Length == 0 ? 0 : path.Count(c => c == '/') + 1;
        return depth == 0
            ? inFolder ? "" : $"{Uri.EscapeDataString(asked[(asked.LastIndexOf('/') + 1)..])}/"
            : string.Concat(Enumerable.Repeat("../", inFolder ? depth : depth - 1));
    }

    [LoggerMessage(EventId = 8005, Level = LogLevel.Error, Message = "The dashboard's page '{Title}' at '/aiinfra/{Path}' ({Type}) could not be read or written.")]
    private static partial void LogFailed(ILogger logger, Exception e, string title, string path, Type type);

    [LoggerMessage(EventId = 8002, Level = LogLevel.Warning, Message = "No policy is named for changes on the pages (DashboardOptions.ChangePolicy). {Who}. Say DashboardOptions.ReadOnly = true if that is meant.")]
    private static partial void LogNoPolicy(ILogger logger, string who);
}
