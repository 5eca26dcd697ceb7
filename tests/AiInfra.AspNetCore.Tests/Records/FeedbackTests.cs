using System.Collections.Concurrent;
using System.Net;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Records;

public sealed class FeedbackTests
{
    [Fact]
    public async Task Feedback_OneAndMany_AreHeardInOrder()
    {
        await using TestHost host = await HostAsync();
        using Heard heard = Heard.From(host);
        (HttpStatusCode status, string body) = await host.PostAsync("feedback", """{"id":"a","label":"late","at":"2026-01-31T10:00:00+02:00","source":"warehouse"}""");
        Assert.Equal((HttpStatusCode.Accepted, """{"accepted":1}"""), (status, body));
        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync("feedback", """[{"id":"b","label":1.5},{"id":"c","label":false}]""")).Status);
        Assert.Equal(["a", "b", "c"], heard.All.Select(f => f.PredictionId));
        Assert.Equal([Value.Of("late"), Value.Of(1.5), Value.Of(false)], heard.All.Select(f => f.Label));
        Feedback first = heard.All.First();
        Assert.Equal((new DateTimeOffset(2026, 1, 31, 8, 0, 0, TimeSpan.Zero), "warehouse"), (first.At, first.Source));
    }

    [Theory]
    [InlineData("""{"id":"a"}""", "'label'")]
    [InlineData("""{"label":1}""", "'id'")]
    [InlineData("""{"id":"a","label":null}""", "for 'label'")]
    [InlineData("""{"id":7,"label":1}""", "for 'id'")]
    [InlineData("""{"id":"a","label":1,"when":"now"}""", "not 'when'")]
    [InlineData("""{"id":"a","label":1,"at":"now"}""", "a time")]
    [InlineData("""{"id":"a","label":1,"at":"1.5"}""", "a time")]
    [InlineData("""{"id":"\ud800","label":1}""", "not valid UTF-8 or UTF-16")]
    [InlineData("""{"id":"a","label":"\ud800"}""", "not valid UTF-8 or UTF-16")]
    [InlineData("""{"id":"a","label":1e999}""", "for 'label'")]
    [InlineData("[]", "Expected 1 to")]
    [InlineData("[1]", "of [0]")]
    public async Task Feedback_Wrong_IsRefused(string body, string detail)
    {
        await using TestHost host = await HostAsync();
        using Heard heard = Heard.From(host);
        (HttpStatusCode status, string answer) = await host.PostAsync("feedback", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(detail, answer);
        Assert.Empty(heard.All);
    }

    [Fact]
    public async Task Feedback_LongNumberAndTimeWithoutOffset_KeepDigitsAndAreUtc()
    {
        await using TestHost host = await HostAsync();
        using Heard heard = Heard.From(host);
        await host.PostAsync("feedback", """{"id":"a","label":9007199254740993,"at":"2026-01-31T08:00:00"}""");
        Feedback feedback = Assert.Single(heard.All);
        Assert.Equal((Value.Of(9007199254740993), new DateTimeOffset(2026, 1, 31, 8, 0, 0, TimeSpan.Zero)), (feedback.Label, feedback.At));
    }

    [Fact]
    public async Task Feedback_OneOfManyIsWrong_NoneIsTaken()
    {
        await using TestHost host = await HostAsync();
        using Heard heard = Heard.From(host);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("feedback", """[{"id":"a","label":1},{"id":"b"}]""")).Status);
        Assert.Empty(heard.All);
    }

    [Fact]
    public async Task Feedback_NotMapped_IsNotThere()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(1));
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("feedback", """{"id":"a","label":1}""")).Status);
    }

    private static Task<TestHost> HostAsync() => TestHost.StartAsync(
        new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, map: app =>
        {
            app.MapAiInfra();
            app.MapFeedback();
        });

    private sealed class Heard : ISignalSubscriber, IDisposable
    {
        private IDisposable? _listening;

        public ConcurrentQueue<Feedback> All { get; } = [];

        public static Heard From(TestHost host)
        {
            var heard = new Heard();
            heard._listening = host.Services.GetRequiredService<SignalHub>().Subscribe(heard);
            return heard;
        }

        public void OnSignal(Signal signal)
        {
        }

        public void OnFeedback(Feedback feedback) => All.Enqueue(feedback);

        public void Dispose() => _listening?.Dispose();
    }
}
