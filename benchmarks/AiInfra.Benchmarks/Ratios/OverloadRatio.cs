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

/// <summary>What is left of the answers when ten times as many requests come as can be answered: answers a second at ten times the peak's rate, against the peak.</summary>
/// <remarks>The endpoint of the Open Inference Protocol over a network of 64-4096-4096-4096-2, whose rows take about a millisecond each (a call of 8 rows about 8), one call at a time on one thread; batches of 8, a queue of 32. The peak is that of 32 connections that ask as soon as they are answered; the flood comes over 512 connections that do not wait when they are refused. The clients are processes of their own on this machine, so the whole flood must be one that it can carry beside the model: a network a tenth as heavy asks for tens of thousands of requests a second, and then the client and the web server take the cores from the model.</remarks>
internal sealed class OverloadRatio : IRatio
{
    private const int Features = 64;
    private const int Width = 4096;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-overload-").FullName;
    private WebApplication? _app;
    private OverloadProcess? _few;
    private OverloadProcess? _many;
    private double _peak;

    public string Name => "overload";

    public double Goal => 0.90;

    public int Rounds => 5;

    public async Task<bool> PrepareAsync()
    {
        _app = await HostAsync();
        string row = string.Join(",", Enumerable.Range(0, Features).Select(i => MathF.Sin(i + 1).ToString("R", CultureInfo.InvariantCulture)));
        string body = $$"""{"inputs":[{"name":"input","shape":[1,64],"datatype":"FP32","data":[{{row}}]}]}""";
        var server = new Uri(_app.Urls.First());
        _few = new OverloadProcess(server, "/v2/models/wide/infer", body, 32);
        _many = new OverloadProcess(server, "/v2/models/wide/infer", body, 512);
        for (int i = 0; i < 3; i++)
        {
            await TheirsAsync();
            await OursAsync();
        }

        return true;
    }

    public async Task<double> OursAsync()
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        (double answered, double refused) = await _many!.OfferAsync(10 * _peak, Round);
        double busy = (Environment.CpuUsage.TotalTime - before) / Stopwatch.GetElapsedTime(start);
        Console.Error.WriteLine($"  overload: peak {_peak:0}/s; of {10 * _peak:0}/s {answered:0}/s are answered and {refused:0}/s refused; the server took {busy:0.00} processors");
        return 1 / answered;
    }

    public async Task<double> TheirsAsync()
    {
        (_peak, _) = await _few!.OfferAsync(double.PositiveInfinity, Round);
        return 1 / _peak;
    }

    public async ValueTask DisposeAsync()
    {
        _few?.Dispose();
        _many?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        Directory.Delete(_folder, true);
    }

    private async Task<WebApplication> HostAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("wide", s => s.Batch(maxSize: 8, configure: b =>
        {
            b.MaxQueuedRows = 32;
            b.MaxInstances = 1;
        }));
        WebApplication app = builder.Build();
        ArtifactDigest digest = await app.Services.GetRequiredService<IArtifactStore>().PutBytesAsync(Model());
        ModelVersion version = await app.Services.GetRequiredService<ICatalog>().Models.RegisterAsync(new ModelVersion { Model = "wide", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        app.MapAiInfra();
        await app.StartAsync();
        await app.Services.GetRequiredService<IDeployments>().Get("wide").PromoteAsync(version.Version, "benchmark", "measured");
        return app;
    }

    private static byte[] Model()
    {
        var random = new Random(7);
        var g = new OnnxGraphBuilder("wide");
        OnnxValue x = g.Input("input", OnnxElementType.Float, ["N", Features]);
        foreach ((int from, int to) in new[] { (Features, Width), (Width, Width), (Width, Width), (Width, 2) })
        {
            float[] weights = [.. Enumerable.Range(0, (from + 1) * to).Select(_ => (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(from)))];
            x = g.Gemm(x, g.Initializer("w", weights[..(from * to)], from, to), g.Initializer("b", weights[(from * to)..], to));
            x = to == 2 ? g.Softmax(x) : g.Relu(x);
        }

        return g.Output("probability", x).Build().ToBytes();
    }
}
