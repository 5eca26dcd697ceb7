using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Inference;

/// <summary>Requests of the protocol are requests to the deployment like any other.</summary>
public sealed class DeploymentTests : IAsyncLifetime
{
    private readonly HeardPredictions _heard = new();
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync("sum", TestModels.Sum(1));
        _host.Services.GetRequiredService<SignalHub>().Subscribe(_heard);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Infer_Answer_NamesThePredictionThatSubscribersHear()
    {
        (_, string body) = await _host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", "[1,2]"));
        using var json = JsonDocument.Parse(body);
        RowPrediction heard = Assert.Single(_heard.All);
        Assert.Equal(heard.Id, json.RootElement.GetProperty("parameters").GetProperty("prediction_id").GetString());
        Assert.Equal(3, heard.Outputs["value"].AsNumber());
    }

    [Fact]
    public async Task Infer_Canary_AnswersItsShareAndSticksByKey()
    {
        int second = await _host.RegisterAsync("sum", TestModels.Sum(100));
        await _host.Deployment("sum").ChallengeAsync(second, "test", "trial", 0.5);
        var versions = new HashSet<string>();
        for (int key = 0; key < 40; key++)
        {
            string request = $$"""{"parameters":{"sequence_id":{{key + 1}}},"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]}""";
            string first = await VersionAsync(request);
            Assert.Equal(first, await VersionAsync(request));
            versions.Add(first);
        }

        Assert.Equal(2, versions.Count);
    }

    [Fact]
    public async Task Infer_Shadow_IsToldButNotAnswered()
    {
        int second = await _host.RegisterAsync("sum", TestModels.Sum(100));
        await _host.Deployment("sum").ChallengeAsync(second, "test", "trial", 0);
        (_, string body) = await _host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", "[1,2]"));
        await _host.Deployment("sum").FlushShadowsAsync();
        Assert.Contains("\"data\":[3]", body);
        Assert.Contains(_heard.All, p => p.Role == PredictionRole.Shadow && p.Version == second);
    }

    private async Task<string> VersionAsync(string request)
    {
        (_, string body) = await _host.PostAsync("v2/models/sum/infer", request);
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("model_version").GetString()!;
    }
}
