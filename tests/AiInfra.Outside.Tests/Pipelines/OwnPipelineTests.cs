using AiInfra.Core.Pipelines;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Outside.Tests.Pipelines;

/// <summary>A step of one's own behind one of the house's, run by a schedule and by hand.</summary>
public sealed class OwnPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Schedule_EverySecond_RunsOwnStepByItself()
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using IHost host = Build(p =>
        {
            Step<long> rows = p.RequireRows(p.Ingest("points"), 2);
            p.Step("tell", "1", rows, (_, count, _) =>
            {
                done.TrySetResult(count);
                return Task.FromResult(count);
            });
            p.Schedule("* * * * * *");
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, await done.Task.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task OwnStep_ThatGivesACommitsId_IsRemembered()
    {
        int calls = 0;
        using IHost host = Build(p => p.Step("look", "1", p.Ingest("points"), (_, commit, _) =>
        {
            calls++;
            return Task.FromResult(new Looked(commit.CommitId, commit.Rows));
        }));
        PipelineScheduler scheduler = host.Services.GetRequiredService<PipelineScheduler>();
        for (int i = 0; i < 3; i++)
        {
            await scheduler.RunAsync("p", cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Host_ParameterThatNoStepReads_DoesNotStart()
    {
        using IHost host = Build(p => p.Parameter("regio", "north").Step("s", "1", (_, _) => Task.FromResult(1)));
        var e = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("'regio'", e.Message, StringComparison.Ordinal);
    }

    private IHost Build(Action<PipelineBuilder> configure)
    {
        string csv = _folder.File("points.csv");
        File.WriteAllText(csv, "X\n1\n2\n3\n");
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder.File("store")))
            .AddIngestion<Point>("points", from => from.Csv(csv).Replace())
            .AddPipeline("p", configure);
        return builder.Build();
    }

    private sealed record Point(double X);

    private sealed record Looked(string CommitId, long Rows);
}
