// <readme> docs/pipelines.md 1
using AiInfra.Core.Pipelines;
using AiInfra.Data.Datasets;
using AiInfra.Releases;
using AiInfra.Training.Hosting;
// </readme>
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Hosting;
using AiInfra.Learning;
using AiInfra.Readmes;
using AiInfra.Serving.Deployments;
using AiInfra.Support;
using AiInfra.Tests.Readmes;
using AiInfra.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Readmes;

/// <summary>A host of all layers, whose training, loop and pipeline share one name.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class HostSampleTests
{

    [Fact]
    public async Task Host_TrainingAndLoopOfOneName_LoopObeysTheTraining()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllLinesAsync("readings.csv", SampleReadings.Lines(600));
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddIngestion<Reading>("readings", from => from.Csv("readings.csv").Expect(e => e.NotNull(r => r.Price)).Deduplicate())
            .AddTraining<Reading>("price-up", train => train.On("readings").Target(r => r.Up).Without(r => r.Site).Fit(o => (o.Epochs, o.LearningRate) = (7, 0.02)))
            .AddEvaluation<Reading>("price-up", e => e.Target(r => r.Up).Accuracy().RocAuc().SliceBy(r => r.Site).Gate(g => g.NoWorseThanChampion("accuracy")))
            .AddServing("price-up", s => s.Batch(64, TimeSpan.FromMilliseconds(1)).Canary(0.10))
            .AddMonitoring("price-up", m => m.Drift().Quality().Log())
            .AddContinuousLearning("price-up", loop => loop.RetrainOnDrift().RollBackWhenWorse());
        using IHost host = builder.Build();
        await host.Services.GetRequiredService<IngestionRunner>().RunAsync("readings");
        await host.StartAsync();
        LearningLoop loop = host.Services.GetRequiredKeyedService<LearningLoop>("price-up");
        await Until.HoldsAsync(() => loop.Status.Champion is not null);

        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        Run[] trainings = [.. (await catalog.Runs.ListAsync(new RunQuery())).Where(r => r.Parameters.ContainsKey("recipe"))];
        Assert.NotEmpty(trainings);
        Assert.All(trainings, r => Assert.Equal(("7", "0.02", "Up"), (r.Parameters["epochs"], r.Parameters["learningRate"], r.Parameters["target"])));
        ModelVersion version = (await catalog.Models.FindAsync("price-up", loop.Status.Champion!.Value))!;
        Assert.Equal("Up", version.Tags[ModelKeys.Target]);
        Assert.Equal(["Demand", "Price"], host.Services.GetRequiredKeyedService<Deployment>("price-up").Signature!.Inputs.Select(i => i.Name).Order(StringComparer.Ordinal));
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_RecipeOfItsOwn_IsTheLoops()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllLinesAsync("readings.csv", SampleReadings.Lines(300));
        var recipe = new CountingRecipe();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddIngestion<Reading>("readings", from => from.Csv("readings.csv"))
            .AddTraining<Reading>("price-up", train => train.On("readings").Target(r => r.Up).Recipe(recipe))
            .AddServing("price-up")
            .AddContinuousLearning("price-up", _ => { });
        using IHost host = builder.Build();
        await host.Services.GetRequiredService<IngestionRunner>().RunAsync("readings");
        await host.StartAsync();
        LearningLoop loop = host.Services.GetRequiredKeyedService<LearningLoop>("price-up");
        await Until.HoldsAsync(() => loop.Status.Champion is not null);

        Assert.True(recipe.Calls >= 2, $"{recipe.Calls} trainings by the recipe");
        await host.StopAsync();
    }

    [Fact]
    public void Loop_OtherTargetThanTheTraining_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn("nowhere"))
            .AddTraining<Reading>("price-up", train => train.On("readings").Target(r => r.Up))
            .AddServing("price-up")
            .AddContinuousLearning("price-up", loop => loop.Target("Site"));
        using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptionsMonitor<LearningOptions>>().Get("price-up"));
        Assert.Contains("it learns 'Site', and AddTraining(\"price-up\") learns 'Up'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loop_OtherTargetThanTheEvaluation_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn("nowhere"))
            .AddServing("price-up")
            .AddEvaluation<Reading>("price-up", e => e.Target(r => r.Up).Accuracy())
            .AddContinuousLearning<Reading>("price-up", loop => loop.RetrainOnDrift().Target(r => r.Site));
        using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptionsMonitor<LearningOptions>>().Get("price-up"));
        Assert.Equal("LearningOptions of 'price-up': it learns 'Site', and AddEvaluation(\"price-up\") judges 'Up'. Say one target in both.", Assert.Single(e.Failures));
    }

    [Fact]
    public async Task Pipeline_ThreeRuns_ReleasesOnceAndAgainForNewRows()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllLinesAsync("readings.csv", SampleReadings.Lines(600));
        await File.WriteAllLinesAsync("today.csv", SampleReadings.Lines(40));
        string[] args = [];

        // <readme> docs/pipelines.md 1
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddIngestion<Reading>("readings", from => from.Csv("readings.csv").Expect(e => e.NotNull(r => r.Up)).Replace())
            .AddIngestion<Reading>("today", from => from.Csv("today.csv").Replace())
            .AddTraining<Reading>("price-up", train => train.On("readings").Target(r => r.Up).Fit(o => o.Epochs = 10))
            .AddEvaluation<Reading>("price-up", e => e.Accuracy().RocAuc().SliceBy(r => r.Site).Gate(g => g.AtLeast("accuracy", 0.6)))
            .AddPipeline("nightly", p =>
            {
                Step<CommittedDataset> rows = p.Ingest("readings");
                Step<TrainedFiles> trained = p.Train("price-up", rows, heldOut: 0.25);
                Step<EvaluatedFiles> judged = p.Evaluate("price-up", trained);
                Step<ReleasedVersion> released = p.Release(judged);
                p.Score(released, p.Ingest("today"), into: "answers");
                p.Schedule("0 3 * * *", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
            });
        using IHost host = builder.Build();
        PipelineResult result = await host.Services.GetRequiredService<PipelineScheduler>().RunAsync("nightly");   // now; RunAsync of the host runs it by its schedule
        // </readme>

        Assert.Equal(6, result.Ran);
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        Assert.Equal(1, (await catalog.Deployments.FindAsync("price-up"))!.Champion);
        Dataset answers = await host.Services.GetRequiredService<DatasetRepository>().OpenAsync("answers");
        Assert.Equal(40, answers.Rows);
        Assert.Contains("label", answers.Schema.Columns.Select(c => c.Name));
        Assert.Contains("Price", answers.Schema.Columns.Select(c => c.Name));

        PipelineScheduler scheduler = host.Services.GetRequiredService<PipelineScheduler>();
        Assert.Equal(2, (await scheduler.RunAsync("nightly")).Ran); // the ingestions; their commits are those of before
        await File.WriteAllLinesAsync("readings.csv", SampleReadings.Lines(700));
        Assert.Equal(6, (await scheduler.RunAsync("nightly")).Ran);
        Assert.Equal(2, (await catalog.Deployments.FindAsync("price-up"))!.Champion);
    }

    // <readme> docs/pipelines.md 1
    record Reading(string Site, double Price, double Demand, string Up);
    // </readme>
}
