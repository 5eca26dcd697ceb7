// <readme> src/AiInfra/README.md 1
using AiInfra.Data.Hosting;
// </readme>
using AiInfra.Learning;
using AiInfra.Readmes;
using AiInfra.Serving.Deployments;
using AiInfra.Tests.Readmes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Readmes;

/// <summary>The code of the package's README, run; that of the repository's is in <c>RootReadmeTests</c>.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Host_LearnsAndAnswers()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllLinesAsync("readings.csv", SampleReadings.Lines(300));
        string[] args = [];

        // <readme> src/AiInfra/README.md 1
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddIngestion<Reading>("readings", from => from.Csv("readings.csv").Expect(e => e.NotNull(r => r.Up)).Deduplicate())
            .AddServing("price-up", s => s.Batch(maxSize: 64))
            .AddMonitoring("price-up", m => m.Drift().Quality().Log())
            .AddContinuousLearning<Reading>("price-up", loop => loop
                .On("readings").Target(r => r.Up)
                .RetrainOnDrift().RetrainOnQualityDrop().RetrainEvery(5000)
                .PromoteWhenGatePasses().RollBackWhenWorse());
        // </readme>
        builder.Logging.ClearProviders();
        // <readme> src/AiInfra/README.md 1

        using IHost host = builder.Build();
        await host.Services.GetRequiredService<IngestionRunner>().RunAsync("readings");   // whenever there is a new file
        // </readme>
        Task<int?> visit = VisitAsync(host);
        // <readme> src/AiInfra/README.md 1
        await host.RunAsync();
        // </readme>

        Assert.Equal(1, await visit);
    }

    /// <summary>Waits for the first model and for the host, which may come in either order, asks, and stops the host.</summary>
    private static async Task<int?> VisitAsync(IHost host)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            LearningLoop loop = host.Services.GetRequiredKeyedService<LearningLoop>("price-up");
            var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
            while (loop.Status.Champion is null || !lifetime.ApplicationStarted.IsCancellationRequested)
            {
                await Task.Delay(20, limit.Token);
            }

            Deployment deployment = host.Services.GetRequiredKeyedService<Deployment>("price-up");
            return (await deployment.PredictAsync(SampleReadings.Row, cancellationToken: limit.Token)).Version;
        }
        finally
        {
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
    }

    // <readme> src/AiInfra/README.md 1
    record Reading(string Site, double Price, double Demand, string Up);
    // </readme>
}
