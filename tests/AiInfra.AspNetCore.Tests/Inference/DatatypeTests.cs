using System.Net;
using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class DatatypeTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["BOOL"] = "[true,false]",
        ["UINT8"] = "[0,255]",
        ["UINT16"] = "[0,65535]",
        ["UINT32"] = "[0,4294967295]",
        ["UINT64"] = "[0,18446744073709551615]",
        ["INT8"] = "[-128,127]",
        ["INT16"] = "[-32768,32767]",
        ["INT32"] = "[-2147483648,2147483647]",
        ["INT64"] = "[-9223372036854775808,9223372036854775807]",
        ["FP16"] = "[-0.5,65504]",
        ["FP32"] = "[0.1,-3.4028235E+38]",
        ["FP64"] = "[0.1,1.7976931348623157E+308]",
        ["BYTES"] = "[\"a\u00E9\u4E2D\",\"\"]",
    };

    private readonly TestHost _host = shared.Host;

    [Fact]
    public async Task Infer_EveryDatatype_ComesBackAsItWent()
    {
        (HttpStatusCode status, string body) = await _host.PostAsync("v2/models/echo/infer", Request());
        Assert.True(status == HttpStatusCode.OK, body);
        using var json = JsonDocument.Parse(body);
        foreach (JsonElement output in json.RootElement.GetProperty("outputs").EnumerateArray())
        {
            string type = output.GetProperty("datatype").GetString()!;
            Assert.Equal($"out.{type}", output.GetProperty("name").GetString());
            Assert.Equal(Values[type], output.GetProperty("data").GetRawText());
        }
    }

    [Fact]
    public async Task Infer_SomeOutputs_AnswersThoseInTheirOrder()
    {
        (_, string body) = await _host.PostAsync("v2/models/echo/infer", Request(outputs: """[{"name":"out.INT8"},{"name":"out.BOOL"}]"""));
        using var json = JsonDocument.Parse(body);
        Assert.Equal(["out.INT8", "out.BOOL"], json.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("UINT8", "[0,256]")]
    [InlineData("UINT8", "[0,-1]")]
    [InlineData("INT8", "[0,128]")]
    [InlineData("INT16", "[0,32768]")]
    [InlineData("UINT16", "[0,65536]")]
    [InlineData("INT32", "[0,2147483648]")]
    [InlineData("INT32", "[0,1.5]")]
    [InlineData("UINT32", "[0,4294967296]")]
    [InlineData("INT64", "[0,9223372036854775808]")]
    [InlineData("INT64", "[0,null]")]
    [InlineData("UINT64", "[0,18446744073709551616]")]
    [InlineData("FP16", "[0,70000]")]
    [InlineData("FP32", "[0,1e998]")]
    [InlineData("FP64", "[0,1e998]")]
    [InlineData("BOOL", "[true,1]")]
    [InlineData("BYTES", "[\"a\",1]")]
    public async Task Infer_ValueOutOfItsRange_NamesTheElement(string type, string data)
    {
        using HttpResponseMessage response = await _host.Client.PostAsync("v2/models/echo/infer", TestHost.Json(Request(type, data)));
        await InferTests.ErrorIsAsync(response, HttpStatusCode.BadRequest, "element 1");
    }

    private static string Request(string? changed = null, string? data = null, string? outputs = null)
    {
        IEnumerable<string> inputs = TestModels.Types.Select(t => $$"""{"name":"in.{{t.Name}}","shape":[1,2],"datatype":"{{t.Name}}","data":{{(t.Name == changed ? data : Values[t.Name])}}}""");
        return $$"""{"inputs":[{{string.Join(",", inputs)}}]{{(outputs is null ? "" : $",\"outputs\":{outputs}")}}}""";
    }
}
