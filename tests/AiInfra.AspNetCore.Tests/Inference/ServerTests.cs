using System.Net;
using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Serving.Deployments;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class ServerTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync("sum", TestModels.Sum(10), o => o.AllowModelControl = true, environment: "Development");

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("v2/health/live", """{"live":true}""")]
    [InlineData("v2/health/ready", """{"ready":true}""")]
    [InlineData("v2/models/sum/ready", """{"name":"sum","ready":true}""")]
    [InlineData("v2/models/sum/versions/1/ready", """{"name":"sum","ready":true}""")]
    [InlineData("v2/models/sum", """{"name":"sum","versions":["1"],"platform":"onnxruntime_onnx","inputs":[{"name":"x","datatype":"FP32","shape":[-1,2]}],"outputs":[{"name":"value","datatype":"FP32","shape":[-1,1]}]}""")]
    public async Task Get_OfTheProtocol_AnswersItsForm(string path, string expected)
    {
        (HttpStatusCode status, string body) = await _host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(expected, body);
        using HttpResponseMessage head = await _host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task Get_ServerMetadata_HasNameVersionAndExtensions()
    {
        (HttpStatusCode status, string body) = await _host.GetAsync("v2");
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("aiinfra", json.RootElement.GetProperty("name").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("version").GetString()!);
        Assert.Contains(json.RootElement.GetProperty("extensions").EnumerateArray(), e => e.GetString() == "binary_tensor_data");
    }

    [Theory]
    [InlineData("v2/models/nope", HttpStatusCode.NotFound)]
    [InlineData("v2/models/nope/ready", HttpStatusCode.NotFound)]
    [InlineData("v2/models/sum/versions/7", HttpStatusCode.NotFound)]
    [InlineData("v2/models/sum/versions/7/ready", HttpStatusCode.NotFound)]
    [InlineData("v2/models/sum/versions/x", HttpStatusCode.BadRequest)]
    [InlineData("v2/nothing", HttpStatusCode.NotFound)]
    public async Task Get_OfWhatIsNotThere_IsAnError(string path, HttpStatusCode expected)
    {
        using HttpResponseMessage response = await _host.Client.GetAsync(path);
        await InferTests.ErrorIsAsync(response, expected, "");
    }

    [Fact]
    public async Task Unload_ThenLoad_TakesTheModelAwayAndBringsItBack()
    {
        (HttpStatusCode status, string body) = await _host.PostAsync("v2/repository/models/sum/unload", "");
        Assert.Equal((HttpStatusCode.OK, ""), (status, body));
        (status, _) = await _host.GetAsync("v2/models/sum/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        using (HttpResponseMessage refused = await _host.Client.PostAsync("v2/models/sum/infer", TestHost.Json(InferTests.Request("[1,2]", "[1,2]"))))
        {
            await InferTests.ErrorIsAsync(refused, HttpStatusCode.ServiceUnavailable, "unloaded");
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        (_, body) = await _host.PostAsync("v2/repository/index", "");
        Assert.Equal("""[{"name":"sum","state":"UNAVAILABLE","reason":"unloaded"}]""", body);
        (_, body) = await _host.PostAsync("v2/repository/index", """{"ready":true}""");
        Assert.Equal("[]", body);
        (status, body) = await _host.PostAsync("v2/repository/models/sum/load", "{}");
        Assert.Equal((HttpStatusCode.OK, ""), (status, body));
        (status, _) = await _host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", "[1,2]"));
        Assert.Equal(HttpStatusCode.OK, status);
        (_, body) = await _host.PostAsync("v2/repository/index", "{}");
        Assert.Equal("""[{"name":"sum","version":"1","state":"READY","reason":""}]""", body);
    }

    [Fact]
    public async Task Load_WithFiles_IsNotSupported()
    {
        using HttpResponseMessage response = await _host.Client.PostAsync("v2/repository/models/sum/load", TestHost.Json("""{"parameters":{"config":"{}","file:1/model.onnx":"AAAA"}}"""));
        await InferTests.ErrorIsAsync(response, HttpStatusCode.NotImplemented, "catalog");
    }

    [Fact]
    public async Task Versions_AfterAPromotion_AnswerUnderTheirNumbers()
    {
        int second = await _host.RegisterAsync("sum", TestModels.Sum(100));
        await _host.Deployment("sum").PromoteAsync(second, "test", "better");
        (_, string metadata) = await _host.GetAsync("v2/models/sum");
        Assert.Contains("""  "versions":["1","2"]""".Trim(), metadata);
        (_, string champion) = await _host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", "[1,2]"));
        Assert.Contains("[300]", champion);
        (_, string previous) = await _host.PostAsync("v2/models/sum/versions/1/infer", InferTests.Request("[1,2]", "[1,2]"));
        Assert.Contains("[30]", previous);
        (_, string one) = await _host.GetAsync("v2/models/sum/versions/1");
        Assert.Contains("""  "versions":["1"]""".Trim(), one);
    }

    [Fact]
    public async Task Statistics_CountRequests()
    {
        await _host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", "[1,2]"));
        (_, string body) = await _host.GetAsync("v2/models/sum/stats");
        using var json = JsonDocument.Parse(body);
        JsonElement stats = json.RootElement.GetProperty("model_stats")[0];
        Assert.Equal(1, stats.GetProperty("inference_stats").GetProperty("success").GetProperty("count").GetInt64());
        Assert.Equal("1", stats.GetProperty("version").GetString());
    }

    [Fact]
    public async Task Ready_WithoutAChampion_IsNotReady()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]>(), s => s.AddAiInfra().AddServing("later"));
        using HttpResponseMessage ready = await host.Client.GetAsync("v2/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("no champion", await ready.Content.ReadAsStringAsync());
        Assert.Equal(DeploymentStatus.Unavailable, host.Deployment("later").Status);
    }
}
