using System.Net;
using AiInfra.AspNetCore.Tests.Support;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class LimitTests : IAsyncLifetime
{
    private const int Limit = 4096;
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync("sum", TestModels.Sum(1), o => o.MaxRequestBytes = Limit);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Infer_BodyBeyondTheLimit_IsRefused()
    {
        using HttpResponseMessage response = await _host.Client.PostAsync("v2/models/sum/infer", TestHost.Json(new string(' ', Limit + 1)));
        await InferTests.ErrorIsAsync(response, HttpStatusCode.RequestEntityTooLarge, "4096");
    }

    [Fact]
    public async Task Infer_BodyOfUnknownLengthBeyondTheLimit_IsRefused()
    {
        using var content = new StreamContent(new SlowStream(new string(' ', Limit + 1)));
        using HttpResponseMessage response = await _host.Client.PostAsync("v2/models/sum/infer", content);
        await InferTests.ErrorIsAsync(response, HttpStatusCode.RequestEntityTooLarge, "");
    }

    [Fact]
    public async Task Infer_BodyThatGrowsBeyondTheLimitWhenDecompressed_IsRefused()
    {
        byte[] bomb = Compressed.Make(new string(' ', 100_000), "gzip");
        Assert.True(bomb.Length < Limit);
        using HttpResponseMessage response = await _host.Client.PostAsync("v2/models/sum/infer", TestHost.Json(bomb, "gzip"));
        await InferTests.ErrorIsAsync(response, HttpStatusCode.RequestEntityTooLarge, "4096");
    }

    [Fact]
    public async Task Infer_BodyWithinTheLimit_IsAnswered()
    {
        string request = InferTests.Request("[1,2]", "[1,2]");
        (HttpStatusCode status, _) = await _host.PostAsync("v2/models/sum/infer", request + new string(' ', Limit - request.Length));
        Assert.Equal(HttpStatusCode.OK, status);
    }
}
