using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.Testing.Tests;

public sealed class TestHostTests
{
    [Fact]
    public async Task Dispose_RemovesItsFolder()
    {
        string folder;
        await using (TestHost host = await TestHost.StartAsync())
        {
            folder = host.Folder;
            await host.Artifacts.ShouldContainAsync(await host.Artifacts.PutBytesAsync(new byte[] { 1, 2, 3 }));
            Assert.True(Directory.Exists(folder));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task AddTestModel_CandidateThatIsNotRegistered_IsItselfAndNotTheTestModel()
    {
        using var model = FakeModel.Of<FakeModelTests.Sum, FakeModelTests.Total>(s => new(s.A));
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("sums", model));
        Deployment deployment = host.Get<IDeployments>().Get("sums");
        var g = new OnnxGraphBuilder("twice");
        OnnxValue x = g.Input("x", OnnxElementType.Double, ["N", 1]);
        byte[] onnx = g.Output("twice", g.Add(x, x)).Build().ToBytes();
        var candidate = new ModelVersion { Model = "sums", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = await host.Artifacts.PutBytesAsync(onnx) } };
        using IModel opened = await deployment.OpenAsync(candidate);
        Assert.Equal("twice", opened.Signature.Outputs[0].Name);
        using IModel served = await deployment.OpenAsync(1);
        Assert.Equal(model.Signature.Outputs[0].Name, served.Signature.Outputs[0].Name);
    }

    [Fact]
    public async Task Services_ServiceUnderTest_GetsTheDeploymentAndTheClock()
    {
        using var model = FakeModel.Of<FakeModelTests.Sum, FakeModelTests.Total>(s => new(s.A));
        await using TestHost host = await TestHost.StartAsync(ai =>
        {
            ai.AddTestModel("sums", model);
            ai.Services.AddSingleton<Service>();
        });
        host.Clock.Advance(TimeSpan.FromDays(1));
        (double value, DateTimeOffset at) = await host.Get<Service>().AskAsync(5);
        Assert.Equal((5.0, host.Clock.GetUtcNow()), (value, at));
        Assert.Equal(host.Clock.GetUtcNow(), host.Predictions[0].At);
    }

    [Fact]
    public async Task GiveFeedback_IsKeptWithThePredictionsId()
    {
        using var model = FakeModel.Of<FakeModelTests.Sum, FakeModelTests.Total>(s => new(s.A));
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("sums", model));
        string id = (await host.Deployment("sums").Typed<FakeModelTests.Sum, FakeModelTests.Total>().PredictAsync(new(1, 2))).Id;
        host.GiveFeedback(id, 3);
        Assert.Equal((id, Value.Of(3)), (host.Feedback[0].PredictionId, host.Feedback[0].Label));
    }

    [Fact]
    public async Task AddTestModel_OverAServedFile_TakesItsPlaceWithoutTheFile()
    {
        string file = Path.GetTempFileName();
        try
        {
            using FakeModel model = FakeModel.Of<Asked, Said>(a => new Said(a.X + 1));
            await using TestHost host = await TestHost.StartAsync(ai =>
            {
                ai.AddServing("sums", s => s.FromFile(file));
                ai.AddTestModel("sums", model);
            });

            Assert.Equal(3, (await host.Deployment("sums").Typed<Asked, Said>().PredictAsync(new Asked(2))).Output.Sum);
            Assert.Single(await host.Catalog.Models.VersionsAsync("sums"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task AddTestModel_OverAServedModel_TakesItsPlace()
    {
        using var model = FakeModel.Of<FakeModelTests.Sum, FakeModelTests.Total>(s => new(42));
        await using TestHost host = await TestHost.StartAsync(ai =>
        {
            // What the program itself says; its model is registered under another name.
            ai.AddServing("sums", s => s.Model("sums-net"));
            ai.AddTestModel("sums", model);
        });
        Assert.Equal(42, (await host.Deployment("sums").Typed<FakeModelTests.Sum, FakeModelTests.Total>().PredictAsync(new(1, 2))).Output.Value);
        Assert.Equal("sums-net", (await host.Catalog.ShouldHaveModelAsync("sums-net", host.Artifacts)).Model);
    }

    [Fact]
    public async Task Start_WrongOption_FailsAndLeavesNoFolder()
    {
        string folder = "";
        await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(ai => ai.Services.AddOptions<Unmet>().ValidateOnStart().Validate<AiInfraStore>((_, store) =>
        {
            folder = store.Path;
            return !Directory.Exists(folder);
        })));

        Assert.NotEqual("", folder);
        Assert.False(Directory.Exists(folder));
    }

    private sealed class Unmet;

    private sealed class Service([FromKeyedServices("sums")] Deployment sums, TimeProvider time)
    {
        public async Task<(double Value, DateTimeOffset At)> AskAsync(double a) =>
            ((await sums.Typed<FakeModelTests.Sum, FakeModelTests.Total>().PredictAsync(new(a, 0))).Output.Value, time.GetUtcNow());
    }

    private sealed record Asked(double X);

    private sealed record Said(double Sum);
}
