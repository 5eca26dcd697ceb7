using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using AiInfra.Core.Hosting;
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

/// <summary>Names of datasets and columns that are misspelt, or said by a record.</summary>
public sealed class NamesTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task On_NameThatNoIngestionWrites_DoesNotStartAndNamesTheNearest()
    {
        using IHost host = Build(loop => loop.On("reading").Target("Class"));
        LearningException e = await Assert.ThrowsAsync<LearningException>(() => host.StartAsync());
        Assert.Contains("no dataset 'reading'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Is 'readings' meant?", e.Message, StringComparison.Ordinal);
        Assert.Contains("comesLater", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_DatasetThatComesLater_WaitsAndSaysWhatIngestionsWrite()
    {
        using IHost host = Build(loop => loop.On("deliveries", comesLater: true).Target("Class"));
        await host.StartAsync();
        string reason = await ReasonAsync(host, r => r.Contains("deliveries", StringComparison.Ordinal));
        Assert.Contains("ingestions write: readings", reason, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public async Task Target_NotAColumn_IsTheReasonThatTheDeploymentGives()
    {
        using IHost host = Build(loop => loop.On("readings").Target("Clas"));
        await host.Services.GetRequiredService<IngestionRunner>().RunAsync("readings");
        await host.StartAsync();
        string reason = await ReasonAsync(host, r => r.Contains("no column", StringComparison.Ordinal));
        Assert.Contains("Is 'Class' meant? Columns: Demand, Wind, Site, Class", reason, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public async Task First_FailsTheGate_IsTheReasonAndTheNextCommitIsTriedAtOnce()
    {
        int trainings = 0;
        using IHost host = Build(
            loop => loop.On("readings").Target("Class").Recipe(_ => new CountingRecipe((_, r) =>
            {
                // Both windows and what is registered, of the first state of the dataset, have the classes exchanged.
                trainings++;
                return Task.FromResult(r.Rows.Count <= 300 ? CountingRecipe.Flipped(r) : r);
            })),
            ai => ai.AddEvaluation("price-up", e => e.Accuracy().Gate(g => g.AtLeast("accuracy", 0.7))),
            ownRecipe: true);
        IngestionRunner ingestions = host.Services.GetRequiredService<IngestionRunner>();
        await ingestions.RunAsync("readings");
        await host.StartAsync();
        await ReasonAsync(host, r => r.Contains("accuracy at least 0.7", StringComparison.Ordinal));
        int before = trainings;

        await WriteAsync(1500);
        await ingestions.RunAsync("readings");

        LearningLoop loop = host.Services.GetRequiredKeyedService<LearningLoop>("price-up");
        await Until.HoldsAsync(() => loop.Status.Champion is not null);

        Assert.Equal(3, before);
        Assert.Equal(DeploymentStatus.Ready, host.Services.GetRequiredKeyedService<Deployment>("price-up").Status);
        await host.StopAsync();
    }

    [Fact]
    public void Target_ByARecordsProperty_IsItsColumn()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("price-up").AddContinuousLearning<Renamed>("price-up", loop => loop.On("readings").Target(r => r.Up).RetrainEvery(TimeSpan.FromDays(1)));
        using ServiceProvider provider = services.BuildServiceProvider();
        LearningOptions options = provider.GetRequiredService<IOptionsMonitor<LearningOptions>>().Get("price-up");
        Assert.Equal(("readings", "price_up", TimeSpan.FromDays(1)), (options.Dataset, options.Target, options.EveryTime));
    }

    [Fact]
    public void SliceBy_ARecordsProperty_IsItsColumn() =>
        Assert.Equal("price_up", Assert.Single(new EvaluationBuilder<Renamed>("x").SliceBy(r => r.Up).Build().Slicers).By);

    [Fact]
    public void Target_NoPropertyOfTheRecord_IsRefusedAtOnce() => Assert.Throws<ArgumentException>(() =>
        new ServiceCollection().AddAiInfra().AddContinuousLearning<Renamed>("price-up", loop => loop.On("readings").Target(r => r.Up + "!")));

    private static async Task<string> ReasonAsync(IHost host, Func<string, bool> expected)
    {
        Deployment deployment = host.Services.GetRequiredKeyedService<Deployment>("price-up");
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            if (deployment.View().Reason is { } reason && expected(reason))
            {
                return reason;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private Task WriteAsync(int rows) => File.WriteAllLinesAsync(
        Path.Combine(_folder, "readings.csv"),
        new World(61).Rows(rows).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r[0].AsNumber()},{r[1].AsNumber()},{r[2]},{r[3]}")).Prepend("Demand,Wind,Site,Class"));

    private IHost Build(Action<AiInfra.Hosting.LearningBuilder> learn, Action<AiInfraBuilder>? more = null, bool ownRecipe = false)
    {
        WriteAsync(300).GetAwaiter().GetResult();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        AiInfraBuilder ai = builder.Services.AddAiInfra(ai => ai.StoreIn(Path.Combine(_folder, "store")))
            .AddIngestion<ContinuousLearningTests.Reading>("readings", from => from.Csv(Path.Combine(_folder, "readings.csv")).Replace())
            .AddServing("price-up")
            .AddContinuousLearning("price-up", loop => learn(ownRecipe ? loop : loop.Recipe(_ => new CountingRecipe())));
        more?.Invoke(ai);
        return builder.Build();
    }

    private sealed record Renamed(double Demand, [property: Column("price_up")] string Up);
}
