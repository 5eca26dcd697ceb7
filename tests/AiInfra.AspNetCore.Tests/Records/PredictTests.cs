using System.Net;
using System.Text.Json;
using AiInfra.AspNetCore.Records;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Onnx;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Records;

public sealed class PredictTests
{
    [Fact]
    public async Task Predict_OneRecord_AnswersOneObjectWithItsId()
    {
        await using TestHost host = await HostAsync();
        (HttpStatusCode status, string body) = await host.PostAsync("predict/order?id=o-1", """{"price":2.5,"count":3,"site":"north","due":"2026-01-31T08:00:00Z"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"id":"o-1","version":1,"outputs":{"total":5.5,"site out":"north","due out":1769846400000}}""", body);
    }

    [Fact]
    public async Task Predict_Array_AnswersInItsOrderWithNumberedIds()
    {
        await using TestHost host = await HostAsync();
        string records = string.Join(",", Enumerable.Range(0, 700).Select(i => $$"""{"site":"s{{i}}","due":null,"count":{{i}},"price":0.5}"""));
        (HttpStatusCode status, string body) = await host.PostAsync("predict/order?id=all", $"[{records}]");
        Assert.Equal(HttpStatusCode.OK, status);
        using var answers = JsonDocument.Parse(body);
        Assert.Equal(Enumerable.Range(0, 700).Select(i => ($"all#{i}", i + 0.5, $"s{i}")), answers.RootElement.EnumerateArray().Select(a => (
            a.GetProperty("id").GetString()!, a.GetProperty("outputs").GetProperty("total").GetDouble(), a.GetProperty("outputs").GetProperty("site out").GetString()!)));
    }

    [Fact]
    public async Task Predict_NumberForAText_KeepsItsDigits()
    {
        await using TestHost host = await HostAsync();
        (_, string body) = await host.PostAsync("predict/order", """{"price":1,"count":1,"site":7.50,"due":null}""");
        Assert.Contains("\"site out\":\"7.50\"", body);
    }

    [Fact]
    public async Task Predict_MissingNumber_IsNullAndItsAnswerToo()
    {
        await using TestHost host = await HostAsync();
        (_, string body) = await host.PostAsync("predict/order", """{"price":null,"count":1,"site":"n","due":1769846400000}""");
        Assert.Contains("\"total\":null", body);
        Assert.Contains("\"due out\":1769846400000", body);
    }

    [Fact]
    public async Task Predict_WholeNumberBeyondADouble_ArrivesWithAllItsDigits()
    {
        await using TestHost host = await HostAsync();
        (_, string body) = await host.PostAsync("predict/order", """{"price":1,"count":1,"site":"n","due":9007199254740993}""");
        Assert.Contains("\"due out\":9007199254740993}", body);
    }

    [Fact]
    public async Task Predict_MissingTextAndInstant_AreNullInTheAnswerToo()
    {
        await using TestHost host = await HostAsync();
        (_, string body) = await host.PostAsync("predict/order", """{"price":1,"count":1,"site":null,"due":null}""");
        Assert.Contains("\"site out\":null", body);
        Assert.Contains("\"due out\":null", body);
    }

    [Fact]
    public async Task Predict_NamesInAnotherCaseAndBooleans_AreTakenAsClientsOfDotNetSendThem()
    {
        await using TestHost host = await HostAsync();
        Assert.Contains("\"total\":5.5", (await host.PostAsync("predict/order", """{"Price":2.5,"COUNT":3,"Site":"north","due":null}""")).Body);
        Assert.Contains("\"total\":4", (await host.PostAsync("predict/order", """{"price":true,"count":3,"site":"north","due":null}""")).Body);
        Assert.Contains("\"total\":3", (await host.PostAsync("predict/order", """{"price":false,"count":3,"site":"north","due":null}""")).Body);
    }

    [Theory]
    [InlineData("""{"price":1,"count":1,"site":"n"}""", "There is no 'due'. Say null")]
    [InlineData("""{"price":1,"count":1,"site":"n","due":null,"Site":"n"}""", "'Site' comes twice")]
    [InlineData("""{"price":1,"count":1,"sight":"n","due":null}""", "The model takes no 'sight'. It takes 'price', 'count', 'site', 'due'.")]
    [InlineData("""{"price":1,"count":true,"site":"n","due":null}""", "for 'count', came true")]
    [InlineData("""{"price":"1","count":1,"site":"n","due":null}""", "Expected a number for 'price', came \\\"1\\\"")]
    [InlineData("""{"price":1e999,"count":1,"site":"n","due":null}""", "Expected a number for 'price', came 1e999")]
    [InlineData("""{"price":1,"count":1.5,"site":"n","due":null}""", "Expected a whole number that fits Int32 for 'count', came 1.5")]
    [InlineData("""{"price":1,"count":1,"site":"n","due":9223372036854775808}""", "for 'due', came 9223372036854775808")]
    [InlineData("""{"price":1,"count":1,"site":true,"due":null}""", "Expected a text for 'site', came true")]
    [InlineData("""{"price":1,"count":1,"site":"n","due":"soon"}""", "or a time")]
    [InlineData("""{"price":1,"price":2,"count":1,"site":"n","due":null}""", "price")]
    [InlineData("""{"price":1,"count":null,"site":"n","due":null}""", "for 'count', came null")]
    [InlineData("""{"price":1,"count":3000000000,"site":"n","due":null}""", "a whole number that fits Int32")]
    [InlineData("""{"price":1,"count":1,"site":"n","due":"1.5"}""", "or a time")]
    [InlineData("""{"price":1,"count":1,"site":"n","due":"10/5"}""", "or a time")]
    [InlineData("""{"price":1,"count":1,"site":"n","due":"08:00"}""", "or a time")]
    [InlineData("""{"price":1,"count":1,"site":"\ud800","due":null}""", "not valid UTF-8 or UTF-16")]
    [InlineData("""{"\udc00":1}""", "not valid UTF-8 or UTF-16")]
    [InlineData("[]", "Expected 1 to 10000 records, came 0")]
    [InlineData("""[{"price":1,"count":1,"site":"n","due":null},{"price":1,"count":1,"site":"n"}]""", "There is no 'due' of record [1]")]
    [InlineData("7", "Expected a JSON object with the properties 'price', 'count', 'site', 'due', came 7")]
    [InlineData("{", "")]
    [InlineData("", "")]
    public async Task Predict_WrongRecord_IsARefusalThatSaysWhat(string body, string detail)
    {
        await using TestHost host = await HostAsync();
        using HttpResponseMessage response = await host.Client.PostAsync("predict/order", TestHost.Json(body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        string answer = await response.Content.ReadAsStringAsync();
        using var problem = JsonDocument.Parse(answer);
        Assert.Equal(400, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Contains(detail, answer);
    }

    [Theory]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31 00:00")]
    [InlineData("2026-01-31T00:00:00")]
    [InlineData("2026-01-31T00:00:00.000Z")]
    [InlineData("2026-01-31T02:00:00+02:00")]
    public async Task Predict_Time_IsUtcWhereItNamesNoOffset(string due)
    {
        await using TestHost host = await HostAsync();
        (_, string body) = await host.PostAsync("predict/order", $$"""{"price":1,"count":1,"site":"n","due":"{{due}}"}""");
        Assert.Contains("\"due out\":1769817600000}", body);
    }

    [Fact]
    public async Task Predict_BytesThatAreNoUtf8_AreRefusedAndAByteOrderMarkIsNot()
    {
        await using TestHost host = await HostAsync();
        byte[] record = """{"price":1,"count":1,"site":"n","due":null}"""u8.ToArray();
        using var marked = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. record]);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync("predict/order", marked)).StatusCode);
        record[Array.IndexOf(record, (byte)'n')] = 0xFF;
        using var broken = new ByteArrayContent(record);
        using HttpResponseMessage response = await host.Client.PostAsync("predict/order", broken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("UTF-8", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("1e39")]
    [InlineData("-3.5e38")]
    public async Task Predict_NumberThatAFloatDoesNotHold_IsRefusedAndNotInfinite(string number)
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(1));
        (HttpStatusCode status, string body) = await host.PostAsync("predict/sum", $$"""{"x":[1,{{number}}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("a number that fits Single", body);
    }

    [Fact]
    public async Task Predict_WholeNumbersBeyondADoubleInTheAnswer_KeepEveryDigit()
    {
        var g = new OnnxGraphBuilder("beyond");
        OnnxValue x = g.Input("x", OnnxElementType.Int64, ["N", 1]);
        OnnxValue y = g.Add(x, g.Constant(9007199254740993L));
        byte[] model = g.Output("y", y).Output("u", g.Cast(y, OnnxElementType.UInt64)).Build().ToBytes();
        await using TestHost host = await TestHost.StartAsync("beyond", model);
        (_, string body) = await host.PostAsync("predict/beyond", """{"x":0}""");
        Assert.Contains("""{"y":9007199254740993,"u":9007199254740993}""", body);
    }

    [Fact]
    public async Task Predict_VersionThatIsNotLoaded_IsNotFoundAsByTheProtocol()
    {
        await using TestHost host = await HostAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("predict/order?version=9", """{"price":1,"count":1,"site":"n","due":null}""")).Status);
    }

    [Theory]
    [InlineData("predict/order")]
    [InlineData("feedback")]
    public async Task Post_BodyTooLarge_NamesTheOptionThatSaysSo(string path)
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["order"] = Order() }, s => s.Configure<RecordOptions>(o => o.MaxRequestBytes = 10), app =>
            {
                app.MapAiInfra();
                app.MapFeedback();
            });
        (HttpStatusCode status, string body) = await host.PostAsync(path, """{"price":1,"count":1}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("RecordOptions.MaxRequestBytes", body);
    }

    [Fact]
    public async Task Predict_UnknownDeploymentOrQuery_IsRefused()
    {
        await using TestHost host = await HostAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("predict/orders", "{}")).Status);
        (HttpStatusCode status, string body) = await host.PostAsync("predict/order?verison=2", """{"price":1,"count":1,"site":"n","due":null}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("not 'verison'", body);
        Assert.Contains("'id' more than once", (await host.PostAsync("predict/order?id=a&id=b", "{}")).Body);
    }

    [Fact]
    public async Task Predict_ManyRecordsThanAllowed_IsRefusedAndOptionsHold()
    {
        await using TestHost host = await HostAsync(services => services.Configure<RecordOptions>(o =>
        {
            o.MaxRecords = 1;
            o.IgnoreUnknownProperties = true;
            o.AllowAbsentProperties = true;
        }));
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("predict/order", "[{},{}]")).Status);
        (_, string body) = await host.PostAsync("predict/order", """{"price":1,"count":1,"site":"n","customer":"x"}""");
        Assert.Contains("\"total\":2", body);
    }

    [Fact]
    public async Task Predict_VectorWithoutNames_TakesAnArray()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(10));
        (_, string body) = await host.PostAsync("predict/sum", """{"x":[1,2]}""");
        Assert.Contains("\"value\":30", body);
        (HttpStatusCode status, string refusal) = await host.PostAsync("predict/sum", """{"x":[1,2,3]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Expected an array of 2 for 'x', came an array of 3", refusal);
    }

    [Fact]
    public async Task Predict_IsHeardAsAnyAnswer()
    {
        await using TestHost host = await HostAsync();
        var heard = new HeardPredictions();
        using IDisposable listening = host.Services.GetRequiredService<SignalHub>().Subscribe(heard);
        await host.PostAsync("predict/order?id=a", """{"price":1,"count":1,"site":"n","due":null}""");
        RowPrediction prediction = Assert.Single(heard.All);
        Assert.Equal("a", prediction.Id);
        Assert.Equal(Value.Of("n"), prediction.Inputs["site"]);
    }

    [Fact]
    public async Task Description_NamesEveryColumnWithItsType()
    {
        await using TestHost host = await HostAsync();
        (HttpStatusCode status, string body) = await host.GetAsync("predict/openapi.json");
        Assert.Equal(HttpStatusCode.OK, status);
        using var document = JsonDocument.Parse(body);
        JsonElement one = document.RootElement.GetProperty("paths").GetProperty("/predict/order").GetProperty("post")
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("oneOf")[0];
        Assert.Equal(["price", "count", "site", "due"], one.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal("""["number","boolean","null"]""", one.GetProperty("properties").GetProperty("price").GetProperty("type").GetRawText());
        Assert.Equal("\"integer\"", one.GetProperty("properties").GetProperty("count").GetProperty("type").GetRawText());
        Assert.Equal("""["string","number","null"]""", one.GetProperty("properties").GetProperty("site").GetProperty("type").GetRawText());
    }

    private static Task<TestHost> HostAsync(Action<IServiceCollection>? services = null) => TestHost.StartAsync(
        new Dictionary<string, byte[]> { ["order"] = Order() }, services, app => app.MapAiInfra());

    /// <summary>price double, count int32, site string, due int64, each [N,1] -> total = price + count, and the others passed on.</summary>
    private static byte[] Order()
    {
        var g = new OnnxGraphBuilder("order");
        OnnxValue price = g.Input("price", OnnxElementType.Double, ["N", 1]);
        OnnxValue count = g.Input("count", OnnxElementType.Int32, ["N", 1]);
        OnnxValue site = g.Input("site", OnnxElementType.String, ["N", 1]);
        OnnxValue due = g.Input("due", OnnxElementType.Int64, ["N", 1]);
        return g.Output("total", g.Add(price, g.Cast(count, OnnxElementType.Double)))
            .Output("site out", g.Identity(site)).Output("due out", g.Identity(due)).Build().ToBytes();
    }
}
