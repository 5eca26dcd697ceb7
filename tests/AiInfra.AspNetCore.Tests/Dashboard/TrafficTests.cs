using AiInfra.AspNetCore.Dashboard.Traffic;
using AiInfra.AspNetCore.Tests.Inference;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Serving.Deployments;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Dashboard;

public sealed class TrafficTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 50, TimeSpan.Zero);

    [Fact]
    public async Task Look_RequestsInTwoMinutes_AreCountedWhereTheyFell()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) });
        var clock = new Clock { Now = s_start };
        await AskAsync(host, 4);
        using var traffic = new TrafficRecorder(host.Services.GetRequiredService<IDeployments>(), clock);
        traffic.Look();
        await AskAsync(host, 2);
        traffic.Look();
        clock.Now = s_start.AddMinutes(1);
        await AskAsync(host, 3);
        TrafficCourse course = traffic.Of("sum");
        Assert.Equal((s_start, s_start.AddSeconds(-50), s_start.AddSeconds(10)), (course.Since!.Value, course.From, course.To));
        VersionTraffic version = Assert.Single(course.Versions);
        Assert.Equal([2L, 3L], version.Minutes.Select(m => m.Answered));
        Assert.All(version.Minutes, m => Assert.True(m.P50Ms > 0 && m.P99Ms >= m.P50Ms));
    }

    [Fact]
    public async Task Look_AfterHours_KeepsNoMoreThanItSays()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) });
        var clock = new Clock { Now = s_start };
        using var traffic = new TrafficRecorder(host.Services.GetRequiredService<IDeployments>(), clock);
        for (int i = 0; i < TrafficRecorder.Minutes + 20; i++, clock.Now = clock.Now.AddMinutes(1))
        {
            traffic.Look();
            await AskAsync(host, 1);
        }

        TrafficCourse course = traffic.Of("sum");
        Assert.InRange(course.Versions.Single().Minutes.Count, TrafficRecorder.Minutes - 1, TrafficRecorder.Minutes);
        Assert.All(course.Versions.Single().Minutes, m => Assert.InRange(m.At, course.From, course.To));
    }

    [Fact]
    public async Task Look_NewVersionAndReload_CountEachFromZero()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) });
        using var traffic = new TrafficRecorder(host.Services.GetRequiredService<IDeployments>(), new Clock { Now = s_start });
        traffic.Look();
        await AskAsync(host, 2);
        await host.Deployment("sum").PromoteAsync(await host.RegisterAsync("sum", TestModels.Sum(2)), "test", "better");
        await AskAsync(host, 3);
        Assert.Equal([(2, 3L), (1, 2L)], traffic.Of("sum").Versions.Select(v => (v.Version, v.Minutes.Single().Answered)));
        await host.Deployment("sum").UnloadAsync();
        await host.Deployment("sum").StartAsync();
        await AskAsync(host, 1);
        Assert.Equal([(2, 4L), (1, 2L)], traffic.Of("sum").Versions.Select(v => (v.Version, v.Minutes.Single().Answered)));
    }

    [Fact]
    public async Task Of_DeploymentOfAnotherProcess_SaysThatNobodyLooks()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) });
        using var traffic = new TrafficRecorder(host.Services.GetRequiredService<IDeployments>(), new Clock { Now = s_start });
        Assert.Null(traffic.Of("elsewhere").Since);
    }

    private static async Task AskAsync(TestHost host, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", "[1,2]"));
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
