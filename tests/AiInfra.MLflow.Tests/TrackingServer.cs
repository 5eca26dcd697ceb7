using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.MLflow.Tests;

/// <summary>A real host that serves MLflow's API from a real store, on a port of its own.</summary>
internal sealed class TrackingServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;
    private volatile Box? _failing;

    private TrackingServer(int port, string environment)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddAiInfra(a => a.StoreIn(_folder.File("store"), o => o.SurvivesPowerCut = false));
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            lock (Paths)
            {
                Paths.Add(context.Request.Path.Value!);
            }

            if (Failing is { } status)
            {
                context.Response.StatusCode = status;
                await context.Response.WriteAsync("""{"error_code":"TEMPORARILY_UNAVAILABLE","message":"later"}""");
                return;
            }

            await next(context);
        });
        _app.MapMlflow();
    }

    /// <summary>Status that every call gets; null for the truth.</summary>
    public int? Failing
    {
        get => _failing?.Value;
        set => _failing = value is { } status ? new Box(status) : null;
    }

    public List<string> Paths { get; } = [];

    public Uri Address => new(_app.Urls.First());

    public ICatalog Catalog => _app.Services.GetRequiredService<ICatalog>();

    public IArtifactStore Artifacts => _app.Services.GetRequiredService<IArtifactStore>();

    public static async Task<TrackingServer> StartAsync(int port = 0, string environment = "Development")
    {
        var server = new TrackingServer(port, environment);
        await server._app.StartAsync();
        return server;
    }

    public int Calls(string path)
    {
        lock (Paths)
        {
            return Paths.Count(p => p.EndsWith(path, StringComparison.Ordinal));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private sealed record Box(int Value);
}
