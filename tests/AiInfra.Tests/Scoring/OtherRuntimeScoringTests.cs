using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Core.Pipelines;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Scoring;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Runtimes;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Tests.Scoring;

/// <summary>Scoring with models that are no ONNX files.</summary>
public sealed class OtherRuntimeScoringTests : IDisposable
{
    private const string Runtime = "linear";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ScoreAsync_RuntimeOfAHostWithoutDeployments_Opens()
    {
        using var store = AiInfra.Sqlite.AiInfraStore.Open(_folder);
        await RegisterAsync(store.Catalog, store.Artifacts);
        Dataset rows = await RowsAsync(store.Catalog, store.Artifacts);
        var scoring = new BatchScoring(store.Catalog, store.Artifacts, runtimes: new ModelRuntimes([KeyValuePair.Create<string, IModelRuntime>(Runtime, new LinearRuntime())]));
        Assert.Equal(7.5, await FirstAnswerAsync(await scoring.ScoreAsync("model", 1, rows, "answers")));
        var e = await Assert.ThrowsAsync<ModelLoadException>(() => new BatchScoring(store.Catalog, store.Artifacts).ScoreAsync("model", 1, rows, "answers"));
        Assert.Contains("no runtime 'linear'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Score_StepOfADeploymentWithANameOfItsOwn_OpensAsTheDeploymentDoes(bool named)
    {
        // The runtime is the deployment's alone, or the host's: what the deployment serves is what the step asks.
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        AiInfraBuilder ai = builder.Services.AddAiInfra(a => a.StoreIn(_folder));
        if (named)
        {
            ai.AddRuntime(Runtime, new LinearRuntime());
        }

        ai.AddServing("served", s =>
        {
            s.Model("model");
            if (!named)
            {
                s.Runtime(new LinearRuntime());
            }
        });
        ai.AddPipeline("score", p =>
        {
            Step<CommittedDataset> rows = p.Step("rows", "1", async (_, cancel) => CommittedDataset.Of(await RowsAsync(p.Services.GetRequiredService<ICatalog>(), p.Services.GetRequiredService<IArtifactStore>())));
            p.Score("served", rows, "answers");
        });
        using IHost host = builder.Build();
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        IArtifactStore artifacts = host.Services.GetRequiredService<IArtifactStore>();
        await RegisterAsync(catalog, artifacts);
        await catalog.Models.MoveAliasesAsync([new AliasMove("model", AiInfra.Serving.Deployments.Aliases.Champion, null, 1, "test", "first", DateTimeOffset.UtcNow)]);
        await host.StartAsync();
        await host.Services.GetRequiredService<AiInfra.Serving.Deployments.IDeployments>().Get("served").PromoteAsync(1, "test", "first");
        PipelineResult run = await host.Services.GetRequiredService<PipelineScheduler>().RunAsync("score");
        Assert.All(run.Outcomes, o => Assert.Equal(StepState.Succeeded, o.State));
        Dataset answers = (await new DatasetRepository(catalog, artifacts).FindAsync("answers"))!;
        Assert.Equal(7.5, await FirstAnswerAsync(answers));
        await host.StopAsync();
    }

    private static async Task RegisterAsync(ICatalog catalog, IArtifactStore artifacts) => await catalog.Models.RegisterAsync(new ModelVersion
    {
        Model = "model",
        Files = new Dictionary<string, ArtifactDigest> { [LinearRuntime.File] = await artifacts.PutBytesAsync(Encoding.UTF8.GetBytes("""{"a":2,"b":-1,"bias":0.5}""")) },
        Tags = new Dictionary<string, string> { [ModelKeys.Runtime] = Runtime },
    });

    private static async Task<Dataset> RowsAsync(ICatalog catalog, IArtifactStore artifacts)
    {
        var schema = new RowSchema([new Column("a", ValueKind.Number), new Column("b", ValueKind.Number)]);
        return await new DatasetRepository(catalog, artifacts).WriteAsync("rows", RowBatch.Of([new Row(schema, [Value.Of(5), Value.Of(3)])]));
    }

    private static async Task<double> FirstAnswerAsync(Dataset scored)
    {
        RowBatch answers = await scored.ReadColumnsAsync();
        return answers["value"][0].AsNumber();
    }
}
