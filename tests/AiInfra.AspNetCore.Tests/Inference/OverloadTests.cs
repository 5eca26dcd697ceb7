using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Hosting;
using AiInfra.Serving.Runtimes;
using AiInfra.Support;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Tests.Inference;

/// <summary>A model that waits until it may go, behind a queue of one.</summary>
public sealed class OverloadTests : IAsyncLifetime, IDisposable
{
    private const string Path = "v2/models/slow/infer";
    private readonly SemaphoreSlim _go = new(0);
    private readonly SemaphoreSlim _entered = new(0);
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync("slow", TestModels.Sum(1), serving: Slow);

    public async ValueTask DisposeAsync()
    {
        _go.Release(1000);
        await _host.DisposeAsync();
    }

    public void Dispose()
    {
        _go.Dispose();
        _entered.Dispose();
    }

    [Fact]
    public async Task Infer_QueueFull_Answers503WithRetryAfter()
    {
        Task<HttpResponseMessage> running = PostAsync();
        await _entered.WaitAsync();
        Task<HttpResponseMessage> waiting = PostAsync();
        await QueuedAsync(1);
        using HttpResponseMessage refused = await PostAsync();
        await InferTests.ErrorIsAsync(refused, HttpStatusCode.ServiceUnavailable, "wait already");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);

        // Refused before it is read, and counted all the same.
        using HttpResponseMessage unread = await _host.Client.PostAsync(Path, TestHost.Json("no JSON at all"));
        await InferTests.ErrorIsAsync(unread, HttpStatusCode.ServiceUnavailable, "wait already");
        VersionView view = _host.Deployment("slow").View().Versions[0];
        Assert.Equal((2L, 2L, 2L), (view.Rejected, view.Failed, view.Batches!.Rejected));
        _go.Release(2);
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task Predict_QueueFull_Answers503BeforeTheBodyIsRead()
    {
        Task<HttpResponseMessage> running = PostAsync();
        await _entered.WaitAsync();
        Task<HttpResponseMessage> waiting = PostAsync();
        await QueuedAsync(1);
        using HttpResponseMessage refused = await _host.Client.PostAsync("predict/slow", TestHost.Json("no JSON at all"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        using var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
        Assert.Equal(("Service Unavailable", 503), (problem.RootElement.GetProperty("title").GetString(), problem.RootElement.GetProperty("status").GetInt32()));
        Assert.Contains("wait already", problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal(1L, _host.Deployment("slow").View().Versions[0].Rejected);
        _go.Release(2);
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Theory]
    [InlineData(Path)]
    [InlineData("predict/slow")]
    public async Task RefusalDelay_QueueFull_HoldsTheRefusal(string path)
    {
        await using TestHost host = await TestHost.StartAsync("slow", TestModels.Sum(1), o => o.RefusalDelay = TimeSpan.FromSeconds(0.3), Slow);
        Task<HttpResponseMessage> running = host.Client.PostAsync(Path, Content(""));
        await _entered.WaitAsync();
        Task<HttpResponseMessage> waiting = host.Client.PostAsync(Path, Content(""));
        await QueuedAsync(1, host);
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage refused = await host.Client.PostAsync(path, TestHost.Json("{}"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);

        // Timers may be early by a tick of the system's clock.
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.28, 60);
        _go.Release(2);
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task RefusalDelay_OfMinutes_IsRefusedAtTheStart()
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync("slow", TestModels.Sum(1), o => o.RefusalDelay = TimeSpan.FromMinutes(1)));
        Assert.Contains("RefusalDelay", error.Message);
    }

    [Fact]
    public async Task TryInferAsync_QueueFull_IsNullAndNothingIsThrown()
    {
        Task<HttpResponseMessage> running = PostAsync();
        await _entered.WaitAsync();
        Task<HttpResponseMessage> waiting = PostAsync();
        await QueuedAsync(1);
        Assert.Null(await _host.Deployment("slow").TryInferAsync([new NamedTensor("x", TensorData.Of([1f], 1, 1))]));
        await Assert.ThrowsAsync<AiInfra.Serving.Batching.QueueFullException>(async () => await _host.Deployment("slow").InferAsync([new NamedTensor("x", TensorData.Of([1f], 1, 1))]));
        Assert.Equal((2L, 0L), (_host.Deployment("slow").View().Versions[0].Rejected, _host.Deployment("slow").View().Versions[0].Unfit));
        _go.Release(2);
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task Infer_RequestThatDoesNotFit_IsNotTheVersionsFailure()
    {
        using HttpResponseMessage wrong = await _host.Client.PostAsync(Path, TestHost.Json("""{"inputs":[{"name":"z","shape":[1,1],"datatype":"FP32","data":[1]}]}"""));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        VersionView view = _host.Deployment("slow").View().Versions[0];
        Assert.Equal((0L, 1L), (view.Failed, view.Unfit));
    }

    [Fact]
    public async Task Infer_TimeoutParameter_Answers503()
    {
        Task<HttpResponseMessage> running = PostAsync();
        await _entered.WaitAsync();
        using HttpResponseMessage late = await PostAsync(""" "parameters":{"timeout":20000},""");
        await InferTests.ErrorIsAsync(late, HttpStatusCode.ServiceUnavailable, "20 ms");
        _go.Release();
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
    }

    [Fact]
    public async Task Infer_ClientGoesAway_FreesItsPlace()
    {
        Task<HttpResponseMessage> running = PostAsync();
        await _entered.WaitAsync();
        using var cancelled = new CancellationTokenSource();
        Task<HttpResponseMessage> waiting = _host.Client.PostAsync(Path, Content(""), cancelled.Token);
        await QueuedAsync(1);
        await cancelled.CancelAsync();
        await QueuedAsync(0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _go.Release();
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
    }

    private static ByteArrayContent Content(string parameters) => TestHost.Json($$"""{ {{parameters}} "inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""");

    private Task<HttpResponseMessage> PostAsync(string parameters = "") => _host.Client.PostAsync(Path, Content(parameters));

    private async Task QueuedAsync(int rows, TestHost? host = null)
    {
        await Until.HoldsAsync(() => (host ?? _host).Deployment("slow").View().Versions[0].Batches!.Queued == rows);
    }

    private void Slow(ServingBuilder serving)
    {
        var signature = new ModelSignature([new TensorSpec("x", TensorType.Float32, [-1, 1], ["N", null])], [new TensorSpec("y", TensorType.Float32, [-1, 1], ["N", null])]);
        serving.Batch(maxSize: 1, configure: b =>
        {
            b.MaxQueuedRows = 1;
            b.MaxInstances = 1;
        }).Configure(o =>
        {
            o.WarmUp = false;
            o.OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(new DelegateModel(signature, slot =>
            {
                _entered.Release();
                _go.Wait();
                slot.Inputs[0].Span<float>().CopyTo(slot.Outputs[0].Span<float>());
            })));
        });
    }
}
