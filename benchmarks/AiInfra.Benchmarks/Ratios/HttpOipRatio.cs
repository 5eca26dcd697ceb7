using System.Diagnostics;
using System.Globalization;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Onnx;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>The Open Inference Protocol's endpoint against a bare minimal API with one hand-written Run a request and source-generated JSON: float[64] through 64-256-256-2, 32 connections, one row a request.</summary>
/// <remarks>Both run in this process on 127.0.0.1, without logging, asked by the same client over raw sockets. Cost is wall time a request at full load.</remarks>
internal sealed class HttpOipRatio : IRatio
{
    private const int Features = 64;
    private const int Connections = 32;
    private const int Requests = 24_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-http-").FullName;
    private WebApplication? _ours;
    private WebApplication? _theirs;
    private HttpOipBare? _bare;
    private HttpOipClient? _oursClient;
    private HttpOipClient? _theirsClient;

    public string Name => "http-oip";

    public double Goal => 0.90;

    public async Task<bool> PrepareAsync()
    {
        byte[] model = Model();
        string row = string.Join(",", Enumerable.Range(0, Features).Select(i => MathF.Sin(i + 1).ToString("R", CultureInfo.InvariantCulture)));
        _ours = await OurHostAsync(model);
        _bare = new HttpOipBare(model);
        _theirs = Host(b => b.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, HttpOipBareJson.Default)));
        _theirs.MapPost("/predict", _bare.Predict);
        await _theirs.StartAsync();
        _oursClient = await HttpOipClient.ConnectAsync(new Uri(_ours.Urls.First()), "/v2/models/mlp/infer", $$"""{"inputs":[{"name":"input","shape":[1,64],"datatype":"FP32","data":[{{row}}]}]}""", Connections);
        _theirsClient = await HttpOipClient.ConnectAsync(new Uri(_theirs.Urls.First()), "/predict", $$"""{"input":[{{row}}]}""", Connections);
        for (int i = 0; i < 3; i++)
        {
            await OursAsync();
            await TheirsAsync();
        }

        return true;
    }

    public Task<double> OursAsync() => MeasureAsync(_oursClient!);

    public Task<double> TheirsAsync() => MeasureAsync(_theirsClient!);

    public async ValueTask DisposeAsync()
    {
        _oursClient?.Dispose();
        _theirsClient?.Dispose();
        foreach (WebApplication? app in new[] { _ours, _theirs })
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }
        }

        _bare?.Dispose();
        Directory.Delete(_folder, true);
    }

    private static async Task<double> MeasureAsync(HttpOipClient client)
    {
        long start = Stopwatch.GetTimestamp();
        await client.SendAsync(Requests);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / Requests;
    }

    private async Task<WebApplication> OurHostAsync(byte[] model)
    {
        WebApplication app = Host(b => b.Services.AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("mlp"));
        ArtifactDigest digest = await app.Services.GetRequiredService<IArtifactStore>().PutBytesAsync(model);
        ModelVersion version = await app.Services.GetRequiredService<ICatalog>().Models.RegisterAsync(new ModelVersion { Model = "mlp", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        app.MapAiInfra();
        await app.StartAsync();
        await app.Services.GetRequiredService<IDeployments>().Get("mlp").PromoteAsync(version.Version, "benchmark", "measured");
        return app;
    }

    private static WebApplication Host(Action<WebApplicationBuilder> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure(builder);
        return builder.Build();
    }

    private static byte[] Model()
    {
        var random = new Random(7);
        var g = new OnnxGraphBuilder("mlp");
        OnnxValue x = g.Input("input", OnnxElementType.Float, ["N", Features]);
        foreach ((int from, int to) in new[] { (Features, 256), (256, 256), (256, 2) })
        {
            float[] weights = [.. Enumerable.Range(0, (from + 1) * to).Select(_ => (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(from)))];
            x = g.Gemm(x, g.Initializer("w", weights[..(from * to)], from, to), g.Initializer("b", weights[(from * to)..], to));
            x = to == 2 ? g.Softmax(x) : g.Relu(x);
        }

        return g.Output("probability", x).Build().ToBytes();
    }
}
