using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

public sealed class DeploymentTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task PredictAsync_Direct_AnswersFromTheChampion()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(2)]);
        RowPrediction p = await d.PredictAsync(TestRows.X(21));
        Assert.Equal(42, p.Outputs["value"].AsNumber());
        Assert.Equal((1, "m", PredictionRole.Champion), (p.Version, p.Model, p.Role));
    }

    [Fact]
    public async Task PredictAsync_Batched_EachCallerGetsItsOwnAnswer()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = new BatchOptions { MaxSize = 32 } }, versions: [TestModels.Scale(3)]);
        RowPrediction[] answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(async () => await d.PredictAsync(TestRows.X(i)))));
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => 3.0 * i), answers.Select(a => a.Outputs["value"].AsNumber()));
        Assert.Equal(2000, answers.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public async Task PredictAsync_RawColumns_GivesProbabilityByClassAndLabel()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw()]);
        RowPrediction p = await d.PredictAsync(TestRows.Raw(0, "red", DateTime.UnixEpoch));
        Assert.Equal("yes", p.Outputs["label"].AsText());
        Assert.Equal(1, p.Outputs["probability.no"].AsNumber() + p.Outputs["probability.yes"].AsNumber(), 5);
    }

    [Fact]
    public async Task PredictManyAsync_MoreRowsThanABatch_KeepsOrder()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = new BatchOptions { MaxSize = 8 }, IdPrefix = "t" }, versions: [TestModels.Scale(1)]);
        IReadOnlyList<RowPrediction> answers = await d.PredictManyAsync([.. Enumerable.Range(0, 50).Select(i => TestRows.X(i))]);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (double)i), answers.Select(a => a.Outputs["value"].AsNumber()));
    }

    [Fact]
    public async Task InferAsync_Tensors_AnswersInTheModelsShape()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Mlp()]);
        InferenceResult r = await d.InferAsync([new NamedTensor("input", TensorData.Of(new float[128], 2, 64))]);
        Assert.Equal([2, 2], r.Outputs[0].Data.Shape.ToArray());
    }

    [Fact]
    public async Task InferAsync_SomebodyWatches_AllRowsShareTheirSchemas()
    {
        var watcher = new Watcher();
        using IDisposable subscription = _store.Signals.Subscribe(watcher);
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Mlp()]);
        await d.InferAsync([new NamedTensor("input", TensorData.Of(new float[128], 2, 64))]);
        await d.InferAsync([new NamedTensor("input", TensorData.Of(new float[64], 1, 64))]);
        Assert.Equal((3, 1, 1), (watcher.Predictions.Count, watcher.Predictions.Select(p => p.Inputs.Schema).Distinct(ReferenceEqualityComparer.Instance).Count(), watcher.Predictions.Select(p => p.Outputs.Schema).Distinct(ReferenceEqualityComparer.Instance).Count()));
    }

    [Fact]
    public async Task PromoteAsync_NewVersion_MovesRecordAliasAndAnswersTogether()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2)]);
        await d.PromoteAsync(2, "ann", "better");
        RowPrediction p = await d.PredictAsync(TestRows.X(1));
        DeploymentRecord record = (await _store.Catalog.Deployments.FindAsync("m"))!;
        Assert.Equal((2, 2.0), (p.Version, p.Outputs["value"].AsNumber()));
        Assert.Equal((2, 1), (record.Champion!.Value, record.Previous!.Value));
        Assert.Equal(2, (await _store.Catalog.Models.AliasesAsync("m"))["champion"]);
    }

    [Fact]
    public async Task RollBackAsync_AfterThreePromotions_GoesBackOneByOneThenRefuses()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3)]);
        await d.PromoteAsync(2, "a", "r");
        await d.PromoteAsync(3, "a", "r");
        await d.RollBackAsync("a", "worse");
        Assert.Equal(2, (await d.PredictAsync(TestRows.X(1))).Version);
        await d.RollBackAsync("a", "worse still");
        Assert.Equal(1, (await d.PredictAsync(TestRows.X(1))).Version);
        await Assert.ThrowsAsync<DeploymentException>(() => d.RollBackAsync("a", "more"));
    }

    [Fact]
    public async Task StartAsync_NewProcess_RestoresChampionChallengerAndPrevious()
    {
        await using (Deployment first = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3)]))
        {
            await first.PromoteAsync(2, "a", "r");
            await first.ChallengeAsync(3, "a", "r", 0.5);
        }

        await using var again = new Deployment("m", _store.Catalog, _store.Artifacts);
        await again.StartAsync();
        Assert.Equal(["champion 2", "challenger 3", "previous 1"], again.View().Versions.Select(v => $"{v.Role} {v.Version}"));
    }

    [Fact]
    public async Task StartAsync_AliasButNoRecord_ServesTheAlias()
    {
        int version = await _store.RegisterAsync("m", TestModels.Scale(5));
        await _store.Catalog.Models.MoveAliasesAsync([new AliasMove("m", "champion", null, version, "a", "r", DateTimeOffset.UnixEpoch)]);
        await using var d = new Deployment("m", _store.Catalog, _store.Artifacts);
        await d.StartAsync();
        Assert.Equal(5, (await d.PredictAsync(TestRows.X(1))).Outputs["value"].AsNumber());
    }

    [Fact]
    public async Task PredictAsync_NoChampionYet_SaysSo()
    {
        await using Deployment d = await _store.DeployAsync();
        var e = await Assert.ThrowsAsync<DeploymentUnavailableException>(async () => await d.PredictAsync(TestRows.X(1)));
        Assert.Contains("no champion yet", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PromoteAsync_DamagedArtifact_ChangesNothing()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1)]);
        byte[] bytes = TestModels.Scale(2);
        await _store.RegisterAsync("m", bytes);
        string path = Directory.GetFiles(_store.Folder, ArtifactDigest.Of(bytes).Hex[2..] + "*", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(_store.Folder, ArtifactDigest.Of(bytes).Hex + "*", SearchOption.AllDirectories)).First();
        File.SetAttributes(path, FileAttributes.Normal);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var e = await Assert.ThrowsAsync<DeploymentException>(() => d.PromoteAsync(2, "a", "r"));
        Assert.IsType<ArtifactDamagedException>(e.InnerException);
        Assert.Equal(1, (await d.PredictAsync(TestRows.X(1))).Version);
        Assert.Equal(1, (await _store.Catalog.Deployments.FindAsync("m"))!.Champion);
    }

    [Fact]
    public async Task PromoteAsync_UnknownVersion_ChangesNothing()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1)]);
        await Assert.ThrowsAsync<DeploymentException>(() => d.PromoteAsync(9, "a", "r"));
        Assert.Equal(1, (await d.PredictAsync(TestRows.X(1))).Version);
    }

    [Fact]
    public async Task PromoteAsync_CatalogChangedElsewhere_TakesOverThatStateAndGoesOn()
    {
        await using Deployment a = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3)]);
        await using var b = new Deployment("m", _store.Catalog, _store.Artifacts);
        await b.StartAsync();
        await a.PromoteAsync(2, "a", "r");
        await b.PromoteAsync(3, "b", "r");
        await a.RefreshAsync();
        Assert.Equal(3, (await a.PredictAsync(TestRows.X(1))).Version);
        Assert.Equal(2, (await _store.Catalog.Deployments.FindAsync("m"))!.Previous);
    }
}
