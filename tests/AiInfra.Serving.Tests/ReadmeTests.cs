// <readme> src/AiInfra.Serving/README.md 1
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
// </readme>
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Onnx;
using AiInfra.Readmes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Readmes;

/// <summary>The code of the package's README, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Example_Runs()
    {
        using var folder = new ReadmeFolder();
        string[] args = [];

        // <readme> src/AiInfra.Serving/README.md 1
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddServing("house-price", s => s.Batch(maxSize: 64, maxDelay: TimeSpan.FromMilliseconds(1)).Canary(0.10));
        // </readme>
        builder.Logging.ClearProviders();
        // <readme> src/AiInfra.Serving/README.md 1
        using IHost host = builder.Build();
        // </readme>
        await RegisterAsync(host.Services, 1000);
        await RegisterAsync(host.Services, 2000);
        await host.Services.GetRequiredService<ICatalog>().Models.MoveAliasesAsync([new AliasMove("house-price", Aliases.Champion, null, 1, "ann", "first", DateTimeOffset.UtcNow)]);
        // <readme> src/AiInfra.Serving/README.md 1
        await host.StartAsync();

        Deployment deployment = host.Services.GetRequiredService<IDeployments>().Get("house-price");   // or [FromKeyedServices("house-price")]
        var houses = deployment.Typed<House, Price>();                             // record in, record out
        TypedPrediction<Price> price = await houses.PredictAsync(new House(120, "oak"));
        Row row = new(new RowSchema([new Column("area", ValueKind.Number), new Column("wood", ValueKind.Text)]), [120, Value.Missing]);
        RowPrediction answer = await deployment.PredictAsync(row);                    // columns by name, missing values allowed

        await deployment.ChallengeAsync(2, "ann", "newer data", share: 0);         // answers copies aside
        await deployment.PromoteAsync(2, "ann", "better for a week");              // loaded and warmed up before it takes traffic
        await deployment.RollBackAsync("ann", "complaints");                       // at once: the previous version is still loaded
        // </readme>

        Assert.Equal((120_010, 120_000), (price.Output.Value, answer.Outputs["value"].AsNumber()));
        Assert.Equal(1, (await deployment.PredictAsync(row)).Version);
        await host.StopAsync();
    }

    private static async Task RegisterAsync(IServiceProvider services, double squareMetre)
    {
        var graph = new OnnxGraphBuilder("house-price");
        OnnxValue area = graph.Input("area", OnnxElementType.Double, ["N", 1]);
        OnnxValue oak = graph.Cast(graph.LabelEncoder(graph.Input("wood", OnnxElementType.String, ["N", 1]), ["oak"], [10f], 0f), OnnxElementType.Double);
        graph.Output("value", graph.Add(graph.Mul(area, graph.Constant(squareMetre)), oak), ["N", 1]);
        ArtifactDigest onnx = await services.GetRequiredService<IArtifactStore>().PutBytesAsync(graph.Build().ToBytes());
        await services.GetRequiredService<ICatalog>().Models.RegisterAsync(new ModelVersion { Model = "house-price", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = onnx } });
    }

    // <readme> src/AiInfra.Serving/README.md 1
    record House(double Area, string? Wood);
    record Price(double Value);
    // </readme>
}
