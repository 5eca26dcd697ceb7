using AiInfra.Core.Catalog;
using AiInfra.Sqlite;
using AiInfra.Training.Models;
using AiInfra.Training.Tests.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.Training.Tests.Hosting;

public sealed class AddTrainingTests
{
    [Fact]
    public async Task AddTraining_GivesATrainerThatWritesToTheHostsCatalog()
    {
        using var folder = new TempFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        var services = new ServiceCollection();
        services.AddSingleton<ICatalog>(catalog);
        services.AddAiInfra().AddTraining("price", o => o.Epochs = 1).AddTraining("class", o => o.Epochs = 2);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using TabularModel model = await provider.GetRequiredKeyedService<TabularTrainer>("price").FitAsync(Tables.Make(100), "price", TabularTask.Regression);
        Run run = Assert.Single(await catalog.Runs.ListAsync(new RunQuery()));
        Assert.Equal("price", run.Experiment);
        Assert.Equal(2, provider.GetRequiredKeyedService<TabularTrainer>("class").Options.Epochs);
    }

    [Fact]
    public void AddTraining_WithOptionsThatCantBe_FailsWithTheName()
    {
        var services = new ServiceCollection();
        services.AddAiInfra().AddTraining("price", o => o.Epochs = 0);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Contains("'price'", Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<TabularTrainer>("price")).Message, StringComparison.Ordinal);
    }
}
