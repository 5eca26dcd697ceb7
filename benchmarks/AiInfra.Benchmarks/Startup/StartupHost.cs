using AiInfra.Benchmarks.Ratios;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiInfra.Benchmarks.Startup;

/// <summary>The child that serves: host, store, deployment, one typed answer.</summary>
internal static class StartupHost
{
    /// <summary>Registers the model, so that the child finds a champion.</summary>
    public static async Task PrepareAsync(string folder)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        ArtifactDigest digest = await store.Artifacts.PutBytesAsync(InferModel.Create());
        ModelVersion version = await store.Catalog.Models.RegisterAsync(new ModelVersion { Model = "mlp", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        await store.Catalog.Models.MoveAliasesAsync([new AliasMove("mlp", "champion", From: null, To: version.Version, "benchmark", "measured", DateTimeOffset.UtcNow)]);
    }

    public static async Task<int> RunAsync(string folder)
    {
        StartupRun.Reached("1 main");
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAiInfra(ai => ai.StoreIn(folder)).AddServing("mlp", s => s.Batch());
        using IHost host = builder.Build();
        StartupRun.Reached("2 built");
        await host.StartAsync();
        StartupRun.Reached("3 started");
        Deployment deployment = host.Services.GetRequiredService<IDeployments>().Get("mlp");
        InferAnswer answer = (await deployment.Typed<InferRequest, InferAnswer>().PredictAsync(new InferRequest(new float[InferModel.Features]))).Output;
        StartupRun.Reached("4 answered");
        await host.StopAsync();
        return answer.Probability.Length == 2 ? 0 : 1;
    }
}
