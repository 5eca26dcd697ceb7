using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Data.Hosting;
using AiInfra.Evaluation;
using AiInfra.Learning;
using AiInfra.Serving.Deployments;
using AiInfra.Support;
using AiInfra.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AiInfra.Tests.Hosting;

public sealed class ContinuousLearningTests : ILearningSink, IDisposable
{
    private static readonly RowSchema Inputs = new([new Column("Demand", ValueKind.Number), new Column("Wind", ValueKind.Number), new Column("Site", ValueKind.Text)]);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();
    private int _firstModels;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LearningEvent> _promoted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    void ILearningSink.OnLearning(LearningEvent happened)
    {
        if (happened.Kind == LearningEventKind.Promotion && happened.Reason == LearningReason.First)
        {
            _firstModels++;
            _first.TrySetResult();
        }
        else if (happened.Kind == LearningEventKind.Promotion)
        {
            _promoted.TrySetResult(happened);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_WorldChanges_IngestsStartsAnswersLearnsAndGoesOn()
    {
        var world = new World(21);
        string csv = Path.Combine(_folder, "readings.csv");
        await File.WriteAllLinesAsync(csv, world.Rows(300).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r[0].AsNumber()},{r[1].AsNumber()}, {r[2]} ,{r[3]}")).Prepend("Demand,Wind,Site,Class"));

        using (IHost host = Build(csv))
        {
            await host.Services.GetRequiredService<IngestionRunner>().RunAsync("readings");
            await host.StartAsync();
            await _first.Task.WaitAsync(s_patience);
            Deployment deployment = host.Services.GetRequiredKeyedService<Deployment>("price-up");
            SignalHub signals = host.Services.GetRequiredService<SignalHub>();
            Assert.NotNull(host.Services.GetRequiredKeyedService<Evaluator>("price-up"));

            world.Turned = true;
            using var limit = new CancellationTokenSource(s_patience);
            while (!_promoted.Task.IsCompleted)
            {
                Row row = world.Next();
                RowPrediction answer = await deployment.PredictAsync(new Row(Inputs, [.. row.Values[..3]]), cancellationToken: limit.Token);
                signals.Publish(new Feedback(answer.Id, row[World.Target], DateTimeOffset.UtcNow));
                await Task.Delay(2, limit.Token);
            }

            LearningEvent promotion = await _promoted.Task;
            Assert.Contains(promotion.Version, (await host.Services.GetRequiredService<ICatalog>().Models.AuditAsync("price-up")).Where(m => m.Alias == "champion").Select(m => m.To));
            Assert.Contains("rocAuc", promotion.Gate!.Conditions.Single().Condition, StringComparison.Ordinal);
            await host.StopAsync();
        }

        // The next process goes on where this one stopped.
        using IHost next = Build(csv);
        await next.StartAsync();
        LearningLoop loop = next.Services.GetRequiredKeyedService<LearningLoop>("price-up");
        await Until.HoldsAsync(() => loop.Status.Champion is not null);

        Assert.Equal(1, _firstModels);
        await next.StopAsync();
    }

    [Fact]
    public async Task Host_NoTarget_DoesNotStart()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("price-up").AddContinuousLearning("price-up", loop => loop.On("readings"));
        using IHost host = builder.Build();

        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("Target names no column", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_NoServing_SaysWhatToAdd()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder)).AddContinuousLearning("price-up", loop => loop.On("readings").Target("Class"));
        using IHost host = builder.Build();

        LearningException e = await Assert.ThrowsAsync<LearningException>(() => host.StartAsync());
        Assert.Contains("AddServing(\"price-up\")", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_DatasetNotThereYet_WaitsAndStopsCleanly()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("price-up").AddContinuousLearning("price-up", loop => loop.On("readings").Target("Class").Recipe(_ => new CountingRecipe()));
        using IHost host = builder.Build();

        await host.StartAsync();
        Assert.Null(host.Services.GetRequiredKeyedService<LearningLoop>("price-up").Status.Champion);
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_FirstTrainingFails_TriesAgain()
    {
        var world = new World(22);
        string csv = Path.Combine(_folder, "readings.csv");
        await File.WriteAllLinesAsync(csv, world.Rows(120).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r[0].AsNumber()},{r[1].AsNumber()},{r[2]},{r[3]}")).Prepend("Demand,Wind,Site,Class"));
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Compose(builder, csv, Path.Combine(_folder, "store")).AddContinuousLearning("price-up", loop => loop
            .Recipe(_ => new CountingRecipe((call, r) => call == 1 ? throw new InvalidDataException("not now") : Task.FromResult(r)))
            .Sink(this));
        using IHost host = builder.Build();
        await host.Services.GetRequiredService<IngestionRunner>().RunAsync("readings");

        await host.StartAsync();

        await _first.Task.WaitAsync(s_patience);
        await host.StopAsync();
    }

    private static AiInfraBuilder Compose(HostApplicationBuilder builder, string csv, string store) =>
        builder.Services.AddAiInfra(ai => ai.StoreIn(store))
            .AddIngestion<Reading>("readings", from => from.Csv(csv).Expect(e => e.NotNull(r => r.Class)).Deduplicate().ToDataset())
            .AddServing("price-up", s => s.Batch(maxSize: 64))
            .AddMonitoring("price-up", m => m.Drift().Quality().Log())
            .AddContinuousLearning("price-up", loop => loop
                .On("readings").Target("Class")
                .RetrainOnDrift().RetrainOnQualityDrop().RetrainEvery(5000)
                .PromoteWhenGatePasses().RollBackWhenWorse());

    private IHost Build(string csv)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAiInfra(ai => ai.StoreIn(Path.Combine(_folder, "store")))
            .AddIngestion<Reading>("readings", from => from
                .Csv(csv)
                .Clean(r => r with { Site = r.Site.Trim() })
                .Expect(e => e.NotNull(r => r.Class).InRange(r => r.Demand, -1, 1))
                .Deduplicate()
                .ToDataset())
            .AddEvaluation("price-up", e => e.Accuracy().RocAuc().SliceBy("Site").Gate(g => g.AtLeast("rocAuc", 0.70)))
            .AddServing("price-up", s => s.Batch(maxSize: 64, maxDelay: TimeSpan.FromMilliseconds(1)))
            .AddMonitoring("price-up", m => m
                .Drift(d => (d.Window, d.Every) = (80, 40))
                .Quality(q => (q.Window, q.MinimumRows, q.BaselineRows) = (80, 60, 80))
                .Log())
            .AddContinuousLearning("price-up", loop => loop
                .On("readings").Target("Class").Classify()
                .RetrainOnDrift().RetrainOnQualityDrop().RetrainEvery(300)
                .PromoteWhenGatePasses().RollBackWhenWorse()
                .Configure(o =>
                {
                    (o.CoolDownRows, o.HoldoutRows) = (60, 60);
                    o.Windows.Add(new TrainingWindow("recent", 150, 60));
                })
                .Recipe(_ => new CountingRecipe())
                .Sink(this));
        return builder.Build();
    }

    internal sealed record Reading(double Demand, double Wind, string Site, string Class);
}
