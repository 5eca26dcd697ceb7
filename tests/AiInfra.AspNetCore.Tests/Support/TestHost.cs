using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AiInfra.AspNetCore.Inference;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Hosting;
using AiInfra.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.AspNetCore.Tests.Support;

/// <summary>A real web host on a port of its own, over a real catalog in a folder that goes away.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;

    private TestHost(TemporaryFolder folder, WebApplication app)
    {
        _folder = folder;
        _app = app;

        // The host is on this machine: a proxy that the environment names could not reach it.
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public ICatalog Catalog => Services.GetRequiredService<ICatalog>();

    public Deployment Deployment(string name) => Services.GetRequiredService<IDeployments>().Get(name);

    public static Task<TestHost> StartAsync(string name, byte[] model, Action<OpenInferenceOptions>? options = null, Action<ServingBuilder>? serving = null, string environment = "Production") =>
        StartAsync(new Dictionary<string, byte[]> { [name] = model }, services => services.Configure(options ?? (_ => { })), app => app.MapAiInfra(), serving, b => b.Environment.EnvironmentName = environment);

    public static async Task<TestHost> StartAsync(
        IReadOnlyDictionary<string, byte[]> models, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null, Action<ServingBuilder>? serving = null, Action<WebApplicationBuilder>? build = null)
    {
        var folder = new TemporaryFolder();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        AiInfraBuilder ai = builder.Services.AddAiInfra(a => a.StoreIn(folder.File("store")));
        foreach (string name in models.Keys)
        {
            ai.AddServing(name, serving);
        }

        services?.Invoke(builder.Services);
        build?.Invoke(builder);
        WebApplication app = builder.Build();
        ICatalog catalog = app.Services.GetRequiredService<ICatalog>();
        foreach ((string name, byte[] model) in models)
        {
            int version = await RegisterAsync(app.Services, name, model);
            await catalog.Models.MoveAliasesAsync([new AliasMove(name, Aliases.Champion, null, version, "test", "first", DateTimeOffset.UtcNow)]);
        }

        (map ?? (a => a.MapAiInfra()))(app);
        await app.StartAsync();
        return new TestHost(folder, app);
    }

    public Task<int> RegisterAsync(string name, byte[] model) => RegisterAsync(Services, name, model);

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body)
    {
        using HttpResponseMessage response = await Client.PostAsync(path, Json(body));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A body as tritonclient sends it: without a Content-Type.</summary>
    public static ByteArrayContent Json(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = null;
        return content;
    }

    public static ByteArrayContent Json(byte[] body, string encoding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add(encoding);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<int> RegisterAsync(IServiceProvider services, string name, byte[] model)
    {
        ArtifactDigest digest = await services.GetRequiredService<IArtifactStore>().PutBytesAsync(model);
        ModelVersion version = await services.GetRequiredService<ICatalog>().Models.RegisterAsync(new ModelVersion { Model = name, Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        return version.Version;
    }
}
