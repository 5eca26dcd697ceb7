using System.ComponentModel.DataAnnotations.Schema;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Hosting;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Training.Hosting;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;
using AiInfra.Training.Tests.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.Training.Tests.Hosting;

public sealed class AddTrainingTests
{
    [Fact]
    public async Task AddTraining_GivesATrainerThatWritesToTheHostsCatalog()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        var services = new ServiceCollection();
        services.AddSingleton<ICatalog>(catalog);
        services.AddAiInfra().AddTraining("price", o => o.Epochs = 1).AddTraining("class", o => o.Epochs = 2);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using TabularModel model = await provider.GetRequiredKeyedService<TabularTrainer>("price").FitAsync(Tables.Make(100), "price", ModelTask.Regression);
        Run run = Assert.Single(await catalog.Runs.ListAsync(new RunQuery()));
        Assert.Equal("price", run.Experiment);
        Assert.Equal(2, provider.GetRequiredKeyedService<TabularTrainer>("class").Options.Epochs);
    }

    [Fact]
    public async Task AddTraining_WithOptionsThatCantBe_FailsWithTheName()
    {
        var services = new ServiceCollection();
        services.AddAiInfra().AddTraining("price", o => (o.Epochs, o.Design) = (0, new() { Dropout = 1 }));
        await using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<TabularTrainer>("price"));
        Assert.Equal(["TabularOptions of 'price': Design.Dropout is at least 0 and below 1; it is 1.", "TabularOptions of 'price': Epochs is at least 1; it is 0."], e.Failures);

        // Without a host, in the same words.
        var alone = new TabularTrainer(new TabularOptions { Epochs = 0, Design = new() { Dropout = 1 } });
        ArgumentException a = await Assert.ThrowsAsync<ArgumentException>(() => alone.FitAsync(Tables.Make(100), "price", ModelTask.Regression));
        Assert.StartsWith("TabularOptions: Design.Dropout is at least 0 and below 1; it is 1. Epochs is at least 1; it is 0.", a.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", typeof(BestOfRecipe))]
    [InlineData("best", typeof(BestOfRecipe))]
    [InlineData("best and fit", typeof(BestOfRecipe))]
    [InlineData("fit", typeof(TabularRecipe))]
    [InlineData("linear", typeof(LinearRecipe))]
    public async Task AddTrainingOfRecords_WhoSaysHow_GetsThatRecipe(string said, Type expected)
    {
        await using ServiceProvider provider = await IngestedAsync(train =>
        {
            train.On("houses").Target(h => h.Price);
            _ = said switch
            {
                "best" => train.BestOf(o => o.Folds = 3),
                "best and fit" => train.BestOf().Fit(o => o.Epochs = 3),
                "fit" => train.Fit(o => o.Epochs = 3),
                "linear" => train.Linear(),
                _ => train,
            };
        });

        ITrainingRecipe recipe = provider.GetRequiredKeyedService<ITrainingRecipe>("price");
        Assert.IsType(expected, recipe);
        if (recipe is BestOfRecipe)
        {
            Assert.Equal("linear, network", recipe.Parameters["candidates"]);
            Assert.Equal(said == "best" ? "3" : "by the rows", recipe.Parameters["folds"]);
            Assert.Equal(said == "best and fit" ? "3" : null, recipe.Parameters.GetValueOrDefault("network.epochs"));
        }
    }

    [Fact]
    public async Task AddTrainingOfRecords_BestOfBesideARecipe_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => IngestedAsync(train => train.On("houses").Target(h => h.Price).Linear().BestOf()));

    [Fact]
    public async Task AddTrainingOfRecords_LabelByExpression_LearnsTheColumnThatIngestionWrote()
    {
        await using ServiceProvider provider = await IngestedAsync(train => train.On("houses").Target(h => h.Price).Without(h => h.Id).Fit(o => (o.Epochs, o.ValidationShare) = (3, 0)));

        using TabularModel model = await provider.GetRequiredKeyedService<DatasetTraining>("price").FitAsync();

        Assert.Equal(("asking_price", ModelTask.Regression, 3L), (model.Target, model.Task, model.Training!.Epochs));
        Assert.Equal(["Size", "City"], model.Encoder.Schema.Columns.Select(c => c.Name));
    }

    [Fact]
    public async Task AddTrainingOfRecords_Fit_LineageLeadsFromTheRunToTheCommit()
    {
        await using ServiceProvider provider = await IngestedAsync(train => train.On("houses").Target(h => h.City).Fit(o => o.Epochs = 1));

        using TabularModel model = await provider.GetRequiredKeyedService<DatasetTraining>("price").FitAsync();

        ICatalog catalog = provider.GetRequiredService<ICatalog>();
        IReadOnlyList<LineageEdge> upstream = await catalog.Lineage.UpstreamAsync(LineageNode.Run(model.Training!.RunId!));
        string commit = (await provider.GetRequiredService<DatasetRepository>().OpenAsync("houses")).Commit.Id;
        Assert.Contains(new LineageEdge(LineageNode.Dataset(commit), LineageNode.Run(model.Training.RunId!), "trained-on"), upstream);
        Assert.Equal(ModelTask.Classification, model.Task);
    }

    [Fact]
    public async Task AddTrainingOfRecords_DatasetOfOtherColumns_ListsThem()
    {
        await using ServiceProvider provider = await IngestedAsync(train => train.On("houses").Configure(o => o.Target = "rent"));

        TabularException e = await Assert.ThrowsAsync<TabularException>(() => provider.GetRequiredKeyedService<DatasetTraining>("price").FitAsync());
        Assert.Contains("no column 'rent'. Columns: Id, Size, City, asking_price", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTrainingOfRecords_NeitherDatasetNorLabel_FailsWithBoth()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn("nowhere")).AddTraining<House>("price", _ => { });
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptionsMonitor<DatasetTrainingOptions>>().Get("price"));
        Assert.Contains("names no dataset", e.Message, StringComparison.Ordinal);
        Assert.Contains("names no column to learn", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTrainingOfRecords_LabelThatIsNoColumn_IsRefusedAtOnce()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddAiInfra().AddTraining<House>("price", train => train.Target(h => h.Size * 2)));
        Assert.Contains("not a property of House", e.Message, StringComparison.Ordinal);
    }

    private static async Task<ServiceProvider> IngestedAsync(Action<TrainingBuilder<House>> train)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TemporaryFolder>();
        services.AddSingleton<ICatalog>(s => new SqliteCatalog(s.GetRequiredService<TemporaryFolder>().File("catalog.db")));
        services.AddSingleton<IArtifactStore>(s => new FileArtifactStore(s.GetRequiredService<TemporaryFolder>().File("artifacts")));
        services.AddAiInfra()
            .AddIngestion<House>("houses", from => from.From(Houses().ToAsyncEnumerable(), "made up"))
            .AddTraining("price", train);
        ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IngestionRunner>().RunAsync("houses");
        return provider;
    }

    private static IEnumerable<House> Houses() => Enumerable.Range(0, 120).Select(i => new House($"h{i}", 50 + (i % 13), i % 3 == 0 ? "Aachen" : "Berlin", 1000 * (50 + (i % 13))));

    private sealed record House(string Id, double Size, string City, [property: Column("asking_price")] double Price);
}
