// <readme> docs/requests.md 3
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
// </readme>
using AiInfra.Readmes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Outside.Tests.Models;

/// <summary>Block 3 of docs/requests.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class OwnRuntimePageTests
{
    [Fact]
    public async Task Runtime_VersionWithItsTag_IsPromotedAndAnswers()
    {
        using var folder = new ReadmeFolder();
        string[] args = [];

        // <readme> docs/requests.md 3
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddRuntime("line", new LineRuntime())
            .AddServing("price");
        using IHost host = builder.Build();

        // A version is its files, and the tag that says which runtime opens them.
        ArtifactDigest file = await host.Services.GetRequiredService<IArtifactStore>().PutBytesAsync("""{"slope":3,"base":50}"""u8.ToArray());
        ModelVersion version = await host.Services.GetRequiredService<ICatalog>().Models.RegisterAsync(new ModelVersion
        {
            Model = "price",
            Files = new Dictionary<string, ArtifactDigest> { ["line.json"] = file },
            Tags = new Dictionary<string, string> { [ModelKeys.Runtime] = "line" },
        });
        await host.StartAsync();
        Deployment price = host.Services.GetRequiredKeyedService<Deployment>("price");
        await price.PromoteAsync(version.Version, actor: "ann", reason: "the first");
        TypedPrediction<Price> answer = await price.Typed<House, Price>().PredictAsync(new House(Area: 100));
        Console.WriteLine(answer.Output.Value);                                        // 350
        // </readme>
        Assert.Equal(350, answer.Output.Value);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    // <readme> docs/requests.md 3
    record House(double Area);

    record Price(double Value);

    sealed class LineRuntime : IModelRuntime
    {
        public async Task<IModel> OpenAsync(ModelVersion version, IArtifactStore artifacts, CancellationToken cancellationToken = default)
        {
            if (!version.Files.TryGetValue("line.json", out ArtifactDigest file))
            {
                throw new ModelLoadException("it has no file 'line.json'.");
            }

            using JsonDocument line = JsonDocument.Parse(await artifacts.ReadBytesAsync(file, cancellationToken));
            double slope = line.RootElement.GetProperty("slope").GetDouble(), height = line.RootElement.GetProperty("base").GetDouble();
            var signature = new ModelSignature(
                [new TensorSpec("Area", TensorType.Float64, [-1, 1], ["N", null])],   // an input a column; N rows
                [new TensorSpec("value", TensorType.Float64, [-1, 1], ["N", null])]);  // as many: its memory is there before the run
            return new DelegateModel(signature, slot =>
            {
                ReadOnlySpan<double> area = slot.Inputs[0].Span<double>();
                Span<double> value = slot.Outputs[0].Span<double>();
                for (int row = 0; row < area.Length; row++)
                {
                    value[row] = height + (slope * area[row]);
                }
            });
        }
    }
    // </readme>
}
