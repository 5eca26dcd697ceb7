using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class BinaryTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Header = "Inference-Header-Content-Length";
    private readonly TestHost _host = shared.Host;

    [Fact]
    public async Task Infer_BytesBehindTheJson_AnswersBytesWhenAsked()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}""");
        (HttpResponseMessage response, byte[] body) = await SendAsync("sum", [.. json, .. Floats(1, 2, 3, 4.5f)], json.Length);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        int length = int.Parse(response.Headers.GetValues(Header).Single());
        using var answer = JsonDocument.Parse(body.AsMemory(0, length));
        JsonElement output = answer.RootElement.GetProperty("outputs")[0];
        Assert.Equal(8, output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.False(output.TryGetProperty("data", out _));
        Assert.Equal(Floats(30, 75), body[length..]);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Infer_TextsAsBytes_ComeAndGoWithTheirLengths()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"text","shape":[2,1],"datatype":"BYTES","parameters":{"binary_data_size":12}}],"outputs":[{"name":"label","parameters":{"binary_data":true}},{"name":"scores"}]}""");
        (HttpResponseMessage response, byte[] body) = await SendAsync("classes", [.. json, .. Text("a"), .. Text("né")], json.Length);
        int length = int.Parse(response.Headers.GetValues(Header).Single());
        Assert.Equal([.. Text("a"), .. Text("né")], body[length..]);
        Assert.Contains("\"data\":[1,3,2,0,0,0]", Encoding.UTF8.GetString(body, 0, length));
    }

    [Fact]
    public async Task Infer_RawBody_IsTheOneInput()
    {
        (HttpResponseMessage response, byte[] body) = await SendAsync("sum", Floats(1, 2), 0);
        int length = int.Parse(response.Headers.GetValues(Header).Single());
        Assert.Equal(Floats(30), body[length..]);
    }

    [Theory]
    [InlineData(12, 0, "bytes")]
    [InlineData(20, 0, "binary_data_size")]
    [InlineData(16, 4, "beyond")]
    [InlineData(-1, 0, "binary_data_size")]
    public async Task Infer_WrongSize_IsRefused(int said, int extra, string message)
    {
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","parameters":{"binary_data_size":{{{said}}}}}]}""");
        (HttpResponseMessage response, _) = await SendAsync("sum", [.. json, .. Floats(1, 2, 3, 4), .. new byte[extra]], json.Length);
        await InferTests.ErrorIsAsync(response, HttpStatusCode.BadRequest, message);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("99999")]
    [InlineData("x")]
    public async Task Infer_WrongHeader_IsRefused(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v2/models/sum/infer") { Content = TestHost.Json("{}") };
        request.Headers.Add(Header, header);
        using HttpResponseMessage response = await _host.Client.SendAsync(request);
        await InferTests.ErrorIsAsync(response, HttpStatusCode.BadRequest, Header);
    }

    [Fact]
    public async Task Infer_TextsThatAreCutOff_AreRefused()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"text","shape":[1,1],"datatype":"BYTES","parameters":{"binary_data_size":5}}]}""");
        (HttpResponseMessage response, _) = await SendAsync("classes", [.. json, 255, 255, 255, 127, 65], json.Length);
        await InferTests.ErrorIsAsync(response, HttpStatusCode.BadRequest, "text 0");
    }

    [Fact]
    public async Task Infer_Classification_AnswersTheLargestWithTheirLabels()
    {
        (_, string body) = await _host.PostAsync("v2/models/classes/infer", """{"inputs":[{"name":"text","shape":[1,1],"datatype":"BYTES","data":["b"]}],"outputs":[{"name":"scores","parameters":{"classification":2}}]}""");
        Assert.Contains("""  "datatype":"BYTES","shape":[1,2],"data":["6.000000:1:green","4.000000:2:blue"]""".Trim(), body);
    }

    private async Task<(HttpResponseMessage Response, byte[] Body)> SendAsync(string model, byte[] body, int jsonLength)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v2/models/{model}/infer") { Content = new ByteArrayContent(body) };
        request.Headers.Add(Header, jsonLength.ToString());
        HttpResponseMessage response = await _host.Client.SendAsync(request);
        return (response, await response.Content.ReadAsByteArrayAsync());
    }

    private static byte[] Floats(params float[] values)
    {
        byte[] bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), values[i]);
        }

        return bytes;
    }

    private static byte[] Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return [.. length, .. utf8];
    }
}
