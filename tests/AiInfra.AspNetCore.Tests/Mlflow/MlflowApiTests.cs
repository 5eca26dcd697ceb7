using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AiInfra.AspNetCore.Mlflow;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Mlflow;

/// <summary>MLflow's API, asked as its protocol says.</summary>
public sealed class MlflowApiTests
{
    private const string Api = "/api/2.0/mlflow/";

    private static Task<TestHost> StartAsync(string environment = "Development", Action<IServiceCollection>? services = null) =>
        TestHost.StartAsync(new Dictionary<string, byte[]>(), services, app => app.MapMlflow(), build: b => b.Environment.EnvironmentName = environment);

    private static async Task<JsonElement> SendAsync(TestHost host, string method, string path, string? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : Api + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{method} {path}: {response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<string> RunAsync(TestHost host, string more = "")
    {
        JsonElement made = await SendAsync(host, "POST", "runs/create", $$"""{"experiment_id":"0","start_time":"1700000000000"{{more}}}""");
        return made.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    private static async Task FailsAsync(TestHost host, string method, string path, string? body, HttpStatusCode status, string code, string words = "")
    {
        JsonElement error = await SendAsync(host, method, path, body, status);
        Assert.Equal(code, error.GetProperty("error_code").GetString());
        Assert.Contains(words, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiments_LifeOfOne_IsAsTheProtocolSays()
    {
        await using TestHost host = await StartAsync();
        await FailsAsync(host, "GET", "experiments/get-by-name?experiment_name=a%20b", null, HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST");
        string id = (await SendAsync(host, "POST", "experiments/create", """{"name":"a b","tags":[{"key":"t","value":"1"}]}""")).GetProperty("experiment_id").GetString()!;
        await FailsAsync(host, "POST", "experiments/create", """{"name":"a b"}""", HttpStatusCode.BadRequest, "RESOURCE_ALREADY_EXISTS");
        JsonElement e = (await SendAsync(host, "GET", "/ajax-api/2.0/mlflow/experiments/get-by-name?experiment_name=a%20b")).GetProperty("experiment");
        Assert.Equal((id, "a b", "active", $"mlflow-artifacts:/{id}"), (e.GetProperty("experiment_id").GetString(), e.GetProperty("name").GetString(), e.GetProperty("lifecycle_stage").GetString(), e.GetProperty("artifact_location").GetString()));
        await SendAsync(host, "POST", "experiments/update", $$"""{"experiment_id":"{{id}}","new_name":"c"}""");
        await SendAsync(host, "POST", "experiments/set-experiment-tag", $$"""{"experiment_id":"{{id}}","key":"k","value":"v"}""");
        Assert.Equal("c", Only(await SendAsync(host, "POST", "experiments/search", """{"filter":"name LIKE 'c%' AND tags.k = 'v'","max_results":10}"""), "experiments").GetProperty("name").GetString());
        await SendAsync(host, "POST", "experiments/delete", $$"""{"experiment_id":"{{id}}"}""");
        await FailsAsync(host, "POST", "runs/create", $$"""{"experiment_id":"{{id}}"}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "active");
        Assert.Equal("c", Only(await SendAsync(host, "GET", "experiments/search?max_results=5&view_type=DELETED_ONLY"), "experiments").GetProperty("name").GetString());
        await SendAsync(host, "POST", "experiments/restore", $$"""{"experiment_id":"{{id}}"}""");
        await FailsAsync(host, "GET", "experiments/get?experiment_id=99", null, HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", "99");
    }

    [Fact]
    public async Task Run_LoggedAndRead_ComesBackWhole()
    {
        await using TestHost host = await StartAsync();
        string parent = await RunAsync(host);
        string id = await RunAsync(host, $$""","run_name":"first","tags":[{"key":"mlflow.user","value":"ada"},{"key":"mlflow.parentRunId","value":"{{parent}}"}]""");
        await SendAsync(host, "POST", "runs/log-batch", $$"""{"run_id":"{{id}}","metrics":[{"key":"m","value":"NaN","timestamp":"5","step":"1"},{"key":"m","value":2.5,"timestamp":6,"step":3}],"params":[{"key":"p","value":"1"}],"tags":[{"key":"t","value":"x"}]}""");
        await SendAsync(host, "POST", "runs/log-metric", $$"""{"run_id":"{{id}}","key":"inf","value":"-Infinity","timestamp":7}""");
        await SendAsync(host, "POST", "runs/log-parameter", $$"""{"run_id":"{{id}}","key":"p","value":"1"}""");
        await FailsAsync(host, "POST", "runs/log-parameter", $$"""{"run_id":"{{id}}","key":"p","value":"2"}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "'p'");
        await SendAsync(host, "POST", "runs/set-tag", $$"""{"run_id":"{{id}}","key":"mlflow.runName","value":"second"}""");
        await SendAsync(host, "POST", "runs/delete-tag", $$"""{"run_id":"{{id}}","key":"t"}""");
        await SendAsync(host, "POST", "runs/update", $$"""{"run_id":"{{id}}","run_uuid":"{{id}}","status":"FINISHED","end_time":1700000001234}""");
        JsonElement run = (await SendAsync(host, "GET", $"runs/get?run_uuid={id}&run_id={id}")).GetProperty("run");
        JsonElement info = run.GetProperty("info");
        Assert.Equal(("second", "0", "ada", "FINISHED", 1700000000000, 1700000001234, $"mlflow-artifacts:/0/{id}/artifacts", "active"),
            (info.GetProperty("run_name").GetString(), info.GetProperty("experiment_id").GetString(), info.GetProperty("user_id").GetString(), info.GetProperty("status").GetString(), info.GetProperty("start_time").GetInt64(), info.GetProperty("end_time").GetInt64(), info.GetProperty("artifact_uri").GetString(), info.GetProperty("lifecycle_stage").GetString()));
        Assert.Equal(
            ["inf -Infinity 0 7", "m 2.5 3 6"],
            run.GetProperty("data").GetProperty("metrics").EnumerateArray().Select(m => $"{m.GetProperty("key")} {m.GetProperty("value")} {m.GetProperty("step")} {m.GetProperty("timestamp")}"));
        Assert.Equal([("mlflow.parentRunId", parent), ("mlflow.runName", "second"), ("mlflow.user", "ada")], run.GetProperty("data").GetProperty("tags").EnumerateArray().Select(t => (t.GetProperty("key").GetString(), t.GetProperty("value").GetString())));
        JsonElement[] history = [.. (await SendAsync(host, "GET", $"metrics/get-history?run_id={id}&metric_key=m")).GetProperty("metrics").EnumerateArray()];
        Assert.Equal(["NaN", "2.5"], history.Select(m => m.GetProperty("value").ToString()));
        JsonElement found = Only(await SendAsync(host, "POST", "runs/search", """{"experiment_ids":["0"],"filter":"metrics.m > 2 AND tags.mlflow.runName = 'second'","max_results":50000,"order_by":["metrics.m DESC"]}"""), "runs");
        Assert.Equal(id, found.GetProperty("info").GetProperty("run_id").GetString());
        Assert.Equal(parent, (await host.Catalog.Runs.FindAsync(id))!.ParentId);
    }

    [Fact]
    public async Task History_ByPages_HasEveryPointOnce()
    {
        await using TestHost host = await StartAsync();
        string id = await RunAsync(host);
        await host.Catalog.Runs.AddMetricsAsync(id, [.. Enumerable.Range(0, 250).Select(i => new MetricPoint("m", i, i, DateTimeOffset.UnixEpoch))]);
        var values = new List<double>();
        string token = "";
        do
        {
            JsonElement page = await SendAsync(host, "GET", $"metrics/get-history?run_id={id}&metric_key=m&max_results=100&page_token={token}");
            values.AddRange(page.GetProperty("metrics").EnumerateArray().Select(m => m.GetProperty("value").GetDouble()));
            token = page.TryGetProperty("next_page_token", out JsonElement next) ? next.GetString()! : "";
        }
        while (token.Length > 0);
        Assert.Equal(Enumerable.Range(0, 250).Select(i => (double)i), values);
        JsonElement[] bulk = [.. (await SendAsync(host, "GET", $"metrics/get-history-bulk-interval?run_ids={id}&metric_key=m&start_step=10&end_step=99&max_results=10")).GetProperty("metrics").EnumerateArray()];
        Assert.Equal((10, 10L, 99L, id), (bulk.Length, bulk[0].GetProperty("step").GetInt64(), bulk[^1].GetProperty("step").GetInt64(), bulk[0].GetProperty("run_id").GetString()));
    }

    [Theory]
    [InlineData("runs/log-metric", """{"run_id":"$","key":"m","value":true,"timestamp":1}""", "number")]
    [InlineData("runs/log-metric", """{"run_id":"$","key":"m","value":1,"timestamp":-1}""", "timestamp")]
    [InlineData("runs/log-metric", """{"run_id":"$","key":"m","value":1}""", "timestamp")]
    [InlineData("runs/log-metric", """{"run_id":"$","key":"../m","value":1,"timestamp":1}""", "Invalid metric name")]
    [InlineData("runs/log-metric", """{"run_id":"$","key":"m#","value":1,"timestamp":1}""", "Invalid metric name")]
    [InlineData("runs/log-batch", """{"run_id":"$","params":[{"key":"a","value":"1"},{"key":"a","value":"1"}]}""", "Duplicate")]
    [InlineData("runs/search", """{"experiment_ids":["0"],"filter":"metrics.m >"}""", "position")]
    [InlineData("runs/search", """{"experiment_ids":["0"],"max_results":50001}""", "max_results")]
    [InlineData("runs/update", """{"run_id":"$","status":"DONE"}""", "FINISHED")]
    [InlineData("runs/create", """{"experiment_id":"0","run_name":"a","tags":[{"key":"mlflow.runName","value":"b"}]}""", "differ")]
    public async Task WrongValue_Is400AndSaysWhich(string path, string body, string words)
    {
        await using TestHost host = await StartAsync();
        string id = await RunAsync(host);
        await FailsAsync(host, "POST", path, body.Replace("$", id, StringComparison.Ordinal), HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", words);
        Assert.Empty((await host.Catalog.Runs.FindAsync(id))!.Metrics);
    }

    [Fact]
    public async Task Batch_BeyondTheLimits_IsRefusedWhole()
    {
        await using TestHost host = await StartAsync();
        string id = await RunAsync(host);
        string metrics = string.Join(',', Enumerable.Range(0, 1001).Select(i => $$"""{"key":"m","value":{{i}},"timestamp":1,"step":{{i}}}"""));
        await FailsAsync(host, "POST", "runs/log-batch", $$"""{"run_id":"{{id}}","metrics":[{{metrics}}]}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "1000");
        string parameters = string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"key":"p{{i}}","value":"1"}"""));
        await FailsAsync(host, "POST", "runs/log-batch", $$"""{"run_id":"{{id}}","params":[{{parameters}}]}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "100");
        await FailsAsync(host, "POST", "runs/log-batch", "no json", HttpStatusCode.BadRequest, "BAD_REQUEST");
        await FailsAsync(host, "POST", "runs/nonsense", "{}", HttpStatusCode.NotFound, "ENDPOINT_NOT_FOUND");
        await FailsAsync(host, "POST", "runs/set-tag", """{"run_id":"nobody","key":"a","value":"b"}""", HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", "nobody");
    }

    [Fact]
    public async Task DeletedRun_IsSeenWhereAskedFor_AndTakesNothing()
    {
        await using TestHost host = await StartAsync();
        string id = await RunAsync(host);
        await SendAsync(host, "POST", "runs/delete", $$"""{"run_id":"{{id}}"}""");
        await FailsAsync(host, "POST", "runs/set-tag", $$"""{"run_id":"{{id}}","key":"a","value":"b"}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "active");
        Assert.Empty((await SendAsync(host, "POST", "runs/search", """{"experiment_ids":["0"]}""")).GetProperty("runs").EnumerateArray());
        Assert.Equal("deleted", Only(await SendAsync(host, "POST", "runs/search", """{"experiment_ids":["0"],"run_view_type":"DELETED_ONLY"}"""), "runs").GetProperty("info").GetProperty("lifecycle_stage").GetString());
        await SendAsync(host, "POST", "runs/restore", $$"""{"run_id":"{{id}}"}""");
        await SendAsync(host, "POST", "runs/set-tag", $$"""{"run_id":"{{id}}","key":"a","value":"b"}""");
    }

    [Fact]
    public async Task Artifacts_UploadedListedAndDownloaded_AreTheSameBytes()
    {
        await using TestHost host = await StartAsync();
        string id = await RunAsync(host);
        string root = $"/api/2.0/mlflow-artifacts/artifacts/0/{id}/artifacts";
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        foreach (string path in new[] { "model/data/w%20%C3%BC.bin", "model/MLmodel", "a.txt" })
        {
            using HttpResponseMessage put = await host.Client.PutAsync($"{root}/{path}", new ByteArrayContent(bytes));
            Assert.Equal((HttpStatusCode.OK, "{}"), (put.StatusCode, await put.Content.ReadAsStringAsync()));
        }

        Assert.Equal(["a.txt False 100000", "model True "], Files(await SendAsync(host, "GET", $"artifacts/list?run_id={id}")));
        Assert.Equal(["model/MLmodel False 100000", "model/data True "], Files(await SendAsync(host, "GET", $"artifacts/list?run_id={id}&path=model")));
        Assert.Equal(["w ü.bin False 100000"], Files(await SendAsync(host, "GET", $"/api/2.0/mlflow-artifacts/artifacts?path=0/{id}/artifacts/model/data")));
        Assert.Equal(bytes, await host.Client.GetByteArrayAsync($"{root}/model/data/w%20%C3%BC.bin"));
        await SendAsync(host, "DELETE", $"{root}/model");
        Assert.Equal(["a.txt False 100000"], Files(await SendAsync(host, "GET", $"artifacts/list?run_id={id}")));
        await FailsAsync(host, "GET", $"{root}/model/MLmodel", null, HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST");
        await FailsAsync(host, "PUT", $"{root}/%2E%2E%2Fup", "x", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE");
        await FailsAsync(host, "POST", $"/api/2.0/mlflow-artifacts/mpu/create/0/{id}/artifacts/big", "{}", HttpStatusCode.NotImplemented, "NOT_IMPLEMENTED", "Multipart upload is not supported for the current artifact repository");
    }

    [Fact]
    public async Task Registry_OfARunsModel_IsServableByAliasAndStage()
    {
        await using TestHost host = await StartAsync();
        string run = await RunAsync(host);
        await host.Client.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/model/model.onnx", new ByteArrayContent([1, 2, 3]));
        await FailsAsync(host, "POST", "model-versions/create", $$"""{"name":"m","source":"runs:/{{run}}/model"}""", HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST");
        await SendAsync(host, "POST", "registered-models/create", """{"name":"m","description":"d","tags":[{"key":"a","value":"1"}]}""");
        await FailsAsync(host, "POST", "registered-models/create", """{"name":"m"}""", HttpStatusCode.BadRequest, "RESOURCE_ALREADY_EXISTS");
        await FailsAsync(host, "POST", "model-versions/create", $$"""{"name":"m","source":"runs:/{{run}}/nothing"}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "no files");
        JsonElement version = (await SendAsync(host, "POST", "model-versions/create", $$"""{"name":"m","source":"runs:/{{run}}/model","run_id":"{{run}}","tags":[{"key":"t","value":"x"}]}""")).GetProperty("model_version");
        Assert.Equal(("1", "READY", "None", run), (version.GetProperty("version").GetString(), version.GetProperty("status").GetString(), version.GetProperty("current_stage").GetString(), version.GetProperty("run_id").GetString()));
        Assert.Equal("t", version.GetProperty("tags").EnumerateArray().Single().GetProperty("key").GetString());
        Assert.Equal([ModelFiles.Onnx], (await host.Catalog.Models.FindAsync("m", 1))!.Files.Keys);
        await SendAsync(host, "POST", "registered-models/alias", """{"name":"m","alias":"best","version":"1"}""");
        await FailsAsync(host, "POST", "registered-models/alias", """{"name":"m","alias":"v1","version":"1"}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE");
        Assert.Equal("best", (await SendAsync(host, "GET", "registered-models/alias?name=m&alias=best")).GetProperty("model_version").GetProperty("aliases")[0].GetString());
        await SendAsync(host, "POST", "model-versions/transition-stage", """{"name":"m","version":"1","stage":"production","archive_existing_versions":true}""");
        await SendAsync(host, "PATCH", "model-versions/update", """{"name":"m","version":"1","description":"what it is"}""");
        JsonElement latest = (await SendAsync(host, "POST", "registered-models/get-latest-versions", """{"name":"m","stages":["Production"]}""")).GetProperty("model_versions")[0];
        Assert.Equal(("Production", "what it is"), (latest.GetProperty("current_stage").GetString(), latest.GetProperty("description").GetString()));
        string uri = (await SendAsync(host, "GET", "model-versions/get-download-uri?name=m&version=1")).GetProperty("artifact_uri").GetString()!;
        Assert.Equal(new byte[] { 1, 2, 3 }, await host.Client.GetByteArrayAsync($"/api/2.0/mlflow-artifacts/artifacts/{uri["mlflow-artifacts:/".Length..]}/model.onnx"));
        Assert.Equal("1", Only(await SendAsync(host, "GET", $"model-versions/search?filter={Uri.EscapeDataString($"name = 'm' AND run_id = '{run}'")}"), "model_versions").GetProperty("version").GetString());
        Assert.Equal("m", Only(await SendAsync(host, "GET", "registered-models/search?filter=name%20ILIKE%20%27M%27"), "registered_models").GetProperty("name").GetString());
        await FailsAsync(host, "DELETE", "model-versions/delete", """{"name":"m","version":"1"}""", HttpStatusCode.Conflict, "RESOURCE_CONFLICT", "best");
        await SendAsync(host, "POST", "registered-models/rename", """{"name":"m","new_name":"n"}""");
        await SendAsync(host, "DELETE", "registered-models/alias", """{"name":"n","alias":"best"}""");
        await SendAsync(host, "DELETE", "registered-models/delete", """{"name":"n"}""");
        await FailsAsync(host, "GET", "registered-models/get?name=n", null, HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task LoggedModel_LifeOfOne_IsAsNewerClientsAsk()
    {
        await using TestHost host = await StartAsync();
        string run = await RunAsync(host);
        JsonElement info = (await SendAsync(host, "POST", "logged-models", $$"""{"experiment_id":"0","name":"model","model_type":"onnx","source_run_id":"{{run}}","params":[{"key":"p","value":"1"}],"tags":[]}""")).GetProperty("model").GetProperty("info");
        string id = info.GetProperty("model_id").GetString()!;
        Assert.Equal(("LOGGED_MODEL_PENDING", $"mlflow-artifacts:/0/models/{id}/artifacts"), (info.GetProperty("status").GetString(), info.GetProperty("artifact_uri").GetString()));
        await host.Client.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/0/models/{id}/artifacts/model.onnx", new ByteArrayContent([7]));
        await SendAsync(host, "PATCH", $"logged-models/{id}", $$"""{"model_id":"{{id}}","status":"LOGGED_MODEL_READY"}""");
        Assert.Equal("LOGGED_MODEL_READY", (await SendAsync(host, "GET", $"logged-models/{id}")).GetProperty("model").GetProperty("info").GetProperty("status").GetString());
        Assert.Equal(["model.onnx False 1"], Files(await SendAsync(host, "GET", $"logged-models/{id}/artifacts/directories")));
        Assert.Equal(id, Only(await SendAsync(host, "POST", "logged-models/search", """{"experiment_ids":["0"]}"""), "models").GetProperty("info").GetProperty("model_id").GetString());
        Assert.Equal(run, Only(await SendAsync(host, "POST", "runs/search", """{"experiment_ids":["0"]}"""), "runs").GetProperty("info").GetProperty("run_id").GetString());
        await SendAsync(host, "POST", "registered-models/create", """{"name":"m"}""");
        await SendAsync(host, "POST", "model-versions/create", $$"""{"name":"m","source":"models:/{{id}}","model_id":"{{id}}"}""");
        Assert.Equal([ModelFiles.Onnx], (await host.Catalog.Models.FindAsync("m", 1))!.Files.Keys);
    }

    [Fact]
    public async Task LoggedModels_MetricsInputsAndOutputs_AreReadWhereClientsLook()
    {
        await using TestHost host = await StartAsync();
        string run = await RunAsync(host);
        string first = await ModelAsync(host, "first", run);
        string second = await ModelAsync(host, "second", run);
        await SendAsync(host, "PATCH", $"logged-models/{second}", $$"""{"model_id":"{{second}}","status":"LOGGED_MODEL_READY"}""");
        await SendAsync(host, "POST", "runs/log-metric", $$"""{"run_id":"{{run}}","key":"acc","value":0.9,"timestamp":5,"step":2,"model_id":"{{first}}"}""");
        await SendAsync(host, "POST", "runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{"key":"acc","value":0.5,"timestamp":6,"step":7,"model_id":"{{second}}"},{"key":"own","value":1,"timestamp":6}]}""");
        await FailsAsync(host, "POST", "runs/log-metric", $$"""{"run_id":"{{run}}","key":"no","value":1,"timestamp":5,"model_id":"m-none"}""", HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", "m-none");
        await SendAsync(host, "POST", "runs/log-inputs", $$"""{"run_id":"{{run}}","models":[{"model_id":"{{first}}"}]}""");
        JsonElement metric = Assert.Single((await SendAsync(host, "GET", $"logged-models/{first}")).GetProperty("model").GetProperty("data").GetProperty("metrics").EnumerateArray());
        Assert.Equal("acc 0.9 2 5", Point(metric));
        JsonElement found = (await SendAsync(host, "GET", $"runs/get?run_id={run}")).GetProperty("run");
        Assert.Equal([first, second], found.GetProperty("outputs").GetProperty("model_outputs").EnumerateArray().Select(m => m.GetProperty("model_id").GetString()));
        Assert.Equal([first], found.GetProperty("inputs").GetProperty("model_inputs").EnumerateArray().Select(m => m.GetProperty("model_id").GetString()));
        Assert.Equal(["acc 0.5 7 6", "own 1 0 6"], Only(await SendAsync(host, "POST", "runs/search", """{"experiment_ids":["0"]}"""), "runs").GetProperty("data").GetProperty("metrics").EnumerateArray().Select(Point));

        static string Point(JsonElement m) => $"{m.GetProperty("key")} {m.GetProperty("value")} {m.GetProperty("step")} {m.GetProperty("timestamp")}";
    }

    [Theory]
    [InlineData("name = 'first'", "first")]
    [InlineData("metrics.acc > 0.5 AND params.p = 'first'", "first")]
    [InlineData("status = 'READY'", "second")]
    [InlineData("source_run_id LIKE '%' AND creation_timestamp > 0 AND model_id != 'm'", "second first")]
    [InlineData("tags.t IS NOT NULL", "first second", "name")]
    [InlineData("", "second first", "metrics.acc", true)]
    [InlineData("", "first second", "metrics.acc", false)]
    public async Task LoggedModels_Searched_AreFoundByWhatModelsHave(string filter, string expected, string order = "creation_timestamp", bool ascending = true)
    {
        await using TestHost host = await StartAsync();
        string run = await RunAsync(host);
        string first = await ModelAsync(host, "first", run);
        await host.Catalog.Runs.AddMetricsAsync(first, [new MetricPoint("acc", 0.9, 1, DateTimeOffset.UnixEpoch)]);
        string second = await ModelAsync(host, "second", run);
        await host.Catalog.Runs.AddMetricsAsync(second, [new MetricPoint("acc", 0.5, 1, DateTimeOffset.UnixEpoch)]);
        await SendAsync(host, "PATCH", $"logged-models/{second}", $$"""{"model_id":"{{second}}","status":"LOGGED_MODEL_READY"}""");
        string by = order == "creation_timestamp" ? "" : $$""","order_by":[{"field_name":"{{order}}","ascending":{{(ascending ? "true" : "false")}}}]""";
        JsonElement found = await SendAsync(host, "POST", "logged-models/search", $$"""{"experiment_ids":["0"],"filter":"{{filter}}"{{by}}}""");
        Assert.Equal(expected, string.Join(' ', found.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("info").GetProperty("name").GetString())));
        await FailsAsync(host, "POST", "logged-models/search", """{"experiment_ids":["0"],"filter":"nothing = 'x'"}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "model_type");
        await FailsAsync(host, "POST", "logged-models/search", """{"experiment_ids":["0"],"datasets":[{"dataset_name":"d"}]}""", HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "dataset");
    }

    [Fact]
    public async Task Experiment_InAStateThatDoesNotFit_IsRefused()
    {
        await using TestHost host = await StartAsync();
        string id = (await SendAsync(host, "POST", "experiments/create", """{"name":"a"}""")).GetProperty("experiment_id").GetString()!;
        string body = $$"""{"experiment_id":"{{id}}","new_name":"b","key":"none"}""";
        await FailsAsync(host, "POST", "experiments/restore", body, HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", id);
        await FailsAsync(host, "POST", "experiments/delete-experiment-tag", body, HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", "none");
        await SendAsync(host, "POST", "experiments/delete", body);
        await FailsAsync(host, "POST", "experiments/delete", body, HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", id);
        await FailsAsync(host, "POST", "experiments/update", body, HttpStatusCode.BadRequest, "INVALID_STATE", "restore");
        await FailsAsync(host, "POST", "experiments/create", """{"name":"a"}""", HttpStatusCode.BadRequest, "RESOURCE_ALREADY_EXISTS");
    }

    [Fact]
    public async Task Searches_AsTheClientSendsThem_FindWhatIsMeant()
    {
        await using TestHost host = await StartAsync();
        string run = await RunAsync(host, ",\"user_id\":\"unknown\"");
        Assert.Empty((await SendAsync(host, "POST", "runs/search", """{"experiment_ids":[]}""")).GetProperty("runs").EnumerateArray());
        Assert.Empty((await SendAsync(host, "POST", "runs/search", """{"experiment_ids":["0"],"filter":"tags.mlflow.user IS NOT NULL"}""")).GetProperty("runs").EnumerateArray());
        await SendAsync(host, "POST", "registered-models/create", """{"name":"m"}""");
        string noPrompts = Uri.EscapeDataString("name LIKE 'm%' AND tag.`mlflow.prompt.is_prompt` != 'true'");
        Assert.Equal("m", Only(await SendAsync(host, "GET", $"registered-models/search?filter={noPrompts}"), "registered_models").GetProperty("name").GetString());
        await host.Client.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/model/w", new ByteArrayContent([1]));
        await SendAsync(host, "POST", "model-versions/create", $$"""{"name":"m","source":"runs:/{{run}}/model","run_id":"{{run}}"}""");
        JsonElement again = (await SendAsync(host, "POST", "model-versions/create", $$"""{"name":"m","source":"runs:/{{run}}/model","run_id":"{{run}}","description":"anew"}""")).GetProperty("model_version");
        Assert.Equal(("1", "anew"), (again.GetProperty("version").GetString(), again.GetProperty("description").GetString()));
    }

    [Fact]
    public async Task Changes_WithoutAPolicy_AreClosedOutsideDevelopment_AndReadsAreOpen()
    {
        await using TestHost host = await StartAsync("Production");
        await FailsAsync(host, "POST", "runs/create", """{"experiment_id":"0"}""", HttpStatusCode.Forbidden, "PERMISSION_DENIED", "ChangePolicy");
        await FailsAsync(host, "PUT", "/api/2.0/mlflow-artifacts/artifacts/0/r/artifacts/x", "x", HttpStatusCode.Forbidden, "PERMISSION_DENIED");
        await SendAsync(host, "POST", "runs/search", """{"experiment_ids":["0"]}""");
        await SendAsync(host, "GET", "/api/3.0/mlflow/server-info");
        Assert.Equal("OK", await host.Client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task Upload_BeyondTheLimit_Is413()
    {
        await using TestHost host = await StartAsync(services: s => s.Configure<MlflowServerOptions>(o => o.MaxArtifactBytes = 10));
        string id = await RunAsync(host);
        await FailsAsync(host, "PUT", $"/api/2.0/mlflow-artifacts/artifacts/0/{id}/artifacts/x", new string('x', 11), HttpStatusCode.RequestEntityTooLarge, "BAD_REQUEST", "MaxArtifactBytes");
    }

    private static async Task<string> ModelAsync(TestHost host, string name, string run)
    {
        JsonElement made = await SendAsync(host, "POST", "logged-models", $$"""{"experiment_id":"0","name":"{{name}}","source_run_id":"{{run}}","params":[{"key":"p","value":"{{name}}"}],"tags":[{"key":"t","value":"1"}]}""");
        return made.GetProperty("model").GetProperty("info").GetProperty("model_id").GetString()!;
    }

    private static JsonElement Only(JsonElement answer, string list) => Assert.Single(answer.GetProperty(list).EnumerateArray());

    private static string[] Files(JsonElement answer) => [.. answer.GetProperty("files").EnumerateArray().Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.GetProperty("path").GetString()} {f.GetProperty("is_dir").GetBoolean()} {(f.TryGetProperty("file_size", out JsonElement size) ? size.GetInt64() : "")}"))];
}
