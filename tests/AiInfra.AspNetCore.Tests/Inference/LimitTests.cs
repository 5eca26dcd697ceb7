using System.Net;
using System.Net.Sockets;
using System.Text;
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
        // Over a socket of its own: the server answers and closes while the body is still coming, which HttpClient may take for a broken connection.
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _host.Client.BaseAddress!.Port);
        NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v2/models/sum/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n{new string(' ', 0x2000)}\r\n"));
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync());
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
