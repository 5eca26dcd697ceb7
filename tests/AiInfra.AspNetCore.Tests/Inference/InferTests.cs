using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class InferTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Path = "v2/models/sum/infer";
    private readonly TestHost _host = shared.Host;

    [Fact]
    public async Task Infer_FlatData_AnswersInTheProtocolsForm()
    {
        (HttpStatusCode status, string body) = await _host.PostAsync(Path, """{"id":"my-id","inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2,3,4.5]}]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        JsonElement root = json.RootElement;
        Assert.Equal("sum", root.GetProperty("model_name").GetString());
        Assert.Equal("1", root.GetProperty("model_version").GetString());
        Assert.Equal("my-id", root.GetProperty("id").GetString());
        JsonElement output = Assert.Single(root.GetProperty("outputs").EnumerateArray());
        Assert.Equal("""{"name":"value","datatype":"FP32","shape":[2,1],"data":[30,75]}""", output.GetRawText());
    }

    [Fact]
    public async Task Infer_WithoutId_AnswersWithoutId()
    {
        (_, string body) = await _host.PostAsync(Path, Request("[1,2]", "[1,2]"));
        using var json = JsonDocument.Parse(body);
        Assert.False(json.RootElement.TryGetProperty("id", out _));
    }

    [Fact]
    public async Task Infer_NestedData_IsTheSameAsFlat()
    {
        (_, string body) = await _host.PostAsync(Path, Request("[2,2]", "[[1,2],[3,4.5]]"));
        Assert.Contains("\"data\":[30,75]", body);
    }

    [Fact]
    public async Task Infer_DataBeforeShapeAndType_IsRead()
    {
        (HttpStatusCode status, string body) = await _host.PostAsync(Path, """{"parameters":{"unknown":{"deep":[1]}},"other":7,"inputs":[{"data":[1,2],"parameters":{},"more":null,"datatype":"FP32","shape":[1,2],"name":"x"}]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"data\":[30]", body);
    }

    [Fact]
    public async Task Infer_AsTritonclientSendsIt_AnswersExactly200WithLength()
    {
        using HttpResponseMessage response = await _host.Client.PostAsync("v2/models/s%75m/versions/1/infer", TestHost.Json(Request("[1,2]", "[1,2]")));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Infer_CompressedBody_IsRead(string encoding)
    {
        byte[] compressed = Compressed.Make(Request("[1,2]", "[1,2]"), encoding);
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json(compressed, encoding));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Infer_CompressedBodyWithoutItsEnd_IsRefused(string encoding)
    {
        byte[] compressed = Compressed.Make(Request("[1,2]", "[1,2]"), encoding);
        for (int length = 1; length < compressed.Length; length++)
        {
            using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json(compressed[..length], encoding));
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{length} of {compressed.Length} bytes: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task Infer_GzipOfTwoMembers_IsReadWhole()
    {
        string request = Request("[1,2]", "[1,2]");
        byte[] compressed = [.. Compressed.Make(request[..20], "gzip"), .. Compressed.Make(request[20..], "gzip")];
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json(compressed, "gzip"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using HttpResponseMessage half = await _host.Client.PostAsync(Path, TestHost.Json(compressed[..^8], "gzip"));
        await ErrorIsAsync(half, HttpStatusCode.BadRequest, "decompress");
    }

    [Fact]
    public async Task Infer_DamagedGzip_IsRefused()
    {
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json([1, 2, 3, 4, 5], "gzip"));
        await ErrorIsAsync(response, HttpStatusCode.BadRequest, "decompress");
    }

    [Fact]
    public async Task Infer_UnknownContentEncoding_IsRefused()
    {
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json([1], "zstd"));
        await ErrorIsAsync(response, HttpStatusCode.UnsupportedMediaType, "zstd");
    }

    [Fact]
    public async Task Infer_TwoThousandRows_AreRead()
    {
        string data = string.Join(",", Enumerable.Range(0, 4000).Select(i => $"{i % 100}.5"));
        (HttpStatusCode status, string body) = await _host.PostAsync("v2/models/sum/infer", $$"""{"inputs":[{"name":"x","shape":[2000,2],"datatype":"FP32","data":[{{data}}]}]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(2000, json.RootElement.GetProperty("outputs")[0].GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Infer_ChunkedBody_IsRead()
    {
        using var content = new StreamContent(new SlowStream(Request("[1,2]", "[1,2]")));
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"y","shape":[1,2],"datatype":"FP32","data":[1,2]}""", "unknown 'y'")]
    [InlineData("""{"shape":[1,2],"datatype":"FP32","data":[1,2]}""", "'name'")]
    [InlineData("""{"name":7,"shape":[1,2],"datatype":"FP32","data":[1,2]}""", "'name'")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[1,2]}""", "'shape'")]
    [InlineData("""{"name":"x","shape":[1,2],"data":[1,2]}""", "'datatype'")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32"}""", "'data'")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP33","data":[1,2]}""", "FP33")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"INT32","data":[1,2]}""", "FP32")]
    [InlineData("""{"name":"x","shape":[1,3],"datatype":"FP32","data":[1,2,3]}""", "[1,3]")]
    [InlineData("""{"name":"x","shape":[2],"datatype":"FP32","data":[1,2]}""", "[2]")]
    [InlineData("""{"name":"x","shape":[0,2],"datatype":"FP32","data":[]}""", "[0,2]")]
    [InlineData("""{"name":"x","shape":[-1,2],"datatype":"FP32","data":[1,2]}""", "'shape'")]
    [InlineData("""{"name":"x","shape":[1.5,2],"datatype":"FP32","data":[1,2]}""", "'shape'")]
    [InlineData("""{"name":"x","shape":"1,2","datatype":"FP32","data":[1,2]}""", "'shape'")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2,3]}""", "came more")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1]}""", "came 1")]
    [InlineData("""{"name":"x","shape":[2,2],"datatype":"FP32","data":[[1,2,3],[4]]}""", "nest")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[[[1,2]]]}""", "nest")]
    [InlineData("""{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,[2,3],4]}""", "nest")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,{"a":2}]}""", "object")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":7}""", "array")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,"2"]}""", "element 1")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,true]}""", "element 1")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,1e39]}""", "1e39")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,NaN]}""", "JSON")]
    [InlineData("""{"name":"x","shape":[9000000000000000000,9000000000000000000],"datatype":"FP32","data":[1]}""", "fewer")]
    [InlineData("""{"name":"x","shape":[2000000000,2],"datatype":"FP32","data":[1]}""", "fewer")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]},{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}""", "twice")]
    [InlineData("""{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2],"parameters":{"shared_memory_region":"r"}}""", "Shared memory", HttpStatusCode.NotImplemented)]
    public async Task Infer_WrongInput_SaysWhatIsWrong(string input, string said, HttpStatusCode expected = HttpStatusCode.BadRequest)
    {
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json($$"""{"inputs":[{{input}}]}"""));
        await ErrorIsAsync(response, expected, said);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("not json", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("{}", "'inputs'")]
    [InlineData("""{"inputs":[]}""", "'inputs'")]
    [InlineData("""{"inputs":{}}""", "'inputs'")]
    [InlineData("""{"inputs":[1]}""", "objects")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]""", "JSON")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]} more""", "JSON")]
    [InlineData("""{"id":7,"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]}""", "'id'")]
    [InlineData("""{"parameters":7,"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]}""", "'parameters'")]
    [InlineData("""{"parameters":{"timeout":-5},"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]}""", "'timeout'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"outputs":[{"name":"nope"}]}""", "nope")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"outputs":[{"name":"value"},{"name":"value"}]}""", "once")]
    public async Task Infer_WrongBody_SaysWhatIsWrong(string request, string said)
    {
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json(request));
        await ErrorIsAsync(response, HttpStatusCode.BadRequest, said);
    }

    [Fact]
    public async Task Infer_TooDeepJson_IsRefused()
    {
        string deep = new string('[', 5000) + new string(']', 5000);
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json($$"""{"other":{{deep}}}"""));
        await ErrorIsAsync(response, HttpStatusCode.BadRequest, "JSON");
    }

    [Fact]
    public async Task Infer_HalfASurrogateAsName_IsRefused()
    {
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json("""{"inputs":[{"name":"\ud800","shape":[1,2],"datatype":"FP32","data":[1,2]}]}"""));
        await ErrorIsAsync(response, HttpStatusCode.BadRequest, "UTF");
    }

    [Theory]
    [InlineData("v2/models/nope/infer", HttpStatusCode.NotFound, "There are: classes, echo, sum")]
    [InlineData("v2/models/sum/versions/9/infer", HttpStatusCode.NotFound, "loaded are 1")]
    [InlineData("v2/models/sum/versions/one/infer", HttpStatusCode.BadRequest, "'one'")]
    [InlineData("v2/models/sum/nothing", HttpStatusCode.NotFound, "no path")]
    public async Task Post_UnknownTarget_IsRefused(string path, HttpStatusCode status, string said)
    {
        using HttpResponseMessage response = await _host.Client.PostAsync(path, TestHost.Json(Request("[1,2]", "[1,2]")));
        await ErrorIsAsync(response, status, said);
    }

    [Fact]
    public async Task Infer_EmptyListOfOutputs_AnswersAll()
    {
        (HttpStatusCode status, string body) = await _host.PostAsync(Path, """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"outputs":[]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"data\":[30]", body);
    }

    [Fact]
    public async Task Infer_ByteOrderMark_IsReadOver()
    {
        (HttpStatusCode status, _) = await _host.PostAsync(Path, "\uFEFF" + Request("[1,2]", "[1,2]"));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Theory]
    [InlineData("[1,NaN]")]
    [InlineData("[Infinity,1]")]
    [InlineData("[1,\n-Infinity]")]
    public async Task Infer_NumbersAsPythonWritesThem_SaysWhatToSend(string data)
    {
        using HttpResponseMessage response = await _host.Client.PostAsync(Path, TestHost.Json(Request("[1,2]", data)));
        await ErrorIsAsync(response, HttpStatusCode.BadRequest, "a missing number is null");
    }

    [Fact]
    public async Task Error_Names_AreReadableAsTheyCome()
    {
        (_, string body) = await _host.PostAsync("v2/models/caf\u00e9/infer", Request("[1,2]", "[1,2]"));
        Assert.StartsWith("{\"error\":\"Unknown model 'caf\u00e9'.", body);
    }

    [Fact]
    public async Task Get_OnInfer_IsNotAllowed()
    {
        using HttpResponseMessage response = await _host.Client.GetAsync(Path);
        await ErrorIsAsync(response, HttpStatusCode.MethodNotAllowed, "POST");
        Assert.Contains("POST", response.Content.Headers.Allow);
    }

    internal static string Request(string shape, string data) => $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":{{data}}}]}""";

    internal static async Task ErrorIsAsync(HttpResponseMessage response, HttpStatusCode status, string said)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {body}");
        Assert.Equal(new MediaTypeHeaderValue("application/json"), response.Content.Headers.ContentType);
        using var json = JsonDocument.Parse(body);
        Assert.Contains(said, json.RootElement.GetProperty("error").GetString());
        Assert.Single(json.RootElement.EnumerateObject());
    }
}
