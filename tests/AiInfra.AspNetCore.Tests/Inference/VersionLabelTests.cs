using System.Net;
using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Tests.Inference;

/// <summary>What is said of an answer is what the version that gave it says, not what the champion would.</summary>
public sealed class VersionLabelTests
{
    private const string Request = """{"inputs":[{"name":"p","shape":[1,2],"datatype":"FP32","data":[0.9,0.1]}],"outputs":[{"name":"q","parameters":{"classification":2}}]}""";

    [Fact]
    public async Task Classification_OfAVersionAsked_HasThatVersionsLabels()
    {
        await using TestHost host = await StartAsync();
        await host.Deployment("pet").PromoteAsync(2, "test", "newer");
        Assert.Equal("0.900000:0:dog", await LabelAsync(host, "v2/models/pet/versions/2/infer"));
        Assert.Equal("0.900000:0:cat", await LabelAsync(host, "v2/models/pet/versions/1/infer"));
    }

    [Fact]
    public async Task Classification_OfACanary_HasTheCanarysLabels()
    {
        await using TestHost host = await StartAsync();
        await host.Deployment("pet").ChallengeAsync(2, "test", "trial", share: 1);
        Assert.Equal("0.900000:0:dog", await LabelAsync(host, "v2/models/pet/infer"));
    }

    [Fact]
    public async Task InferAsync_OfACanary_SaysItsSignature()
    {
        await using TestHost host = await StartAsync();
        Deployment pet = host.Deployment("pet");
        await pet.ChallengeAsync(2, "test", "trial", share: 1);
        InferenceResult result = await pet.InferAsync([new("p", AiInfra.Serving.Runtimes.TensorData.Of([0.9f, 0.1f], 1, 2))]);
        Assert.Equal(["dog", "cat"], result.Signature.Classes);
        Assert.Equal(["cat", "dog"], pet.Signature!.Classes);
    }

    private static async Task<TestHost> StartAsync()
    {
        TestHost host = await TestHost.StartAsync("pet", TestModels.Named("""["cat","dog"]"""));
        await host.RegisterAsync("pet", TestModels.Named("""["dog","cat"]"""));
        return host;
    }

    private static async Task<string?> LabelAsync(TestHost host, string path)
    {
        (HttpStatusCode status, string body) = await host.PostAsync(path, Request);
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("outputs")[0].GetProperty("data")[0].GetString();
    }
}
