// <readme> src/AiInfra.Training/README.md 3
using AiInfra.Training.Hosting;
using AiInfra.Training.Models;
// </readme>
using System.Globalization;
using AiInfra.Data.Hosting;
using AiInfra.Readmes;
using Microsoft.Extensions.DependencyInjection;

namespace Readmes;

/// <summary>The README's training in a host, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class HostReadmeTests
{
    [Fact]
    public async Task Readme_Host_TrainsOnTheDataset()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllLinesAsync("readings.csv", Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 17},{i % 5},{(i % 17 > 8 ? "up" : "down")}")).Prepend("demand,wind,class"));
        var services = new ServiceCollection();

        // <readme> src/AiInfra.Training/README.md 3
        // Given: IServiceCollection services; IServiceProvider provider
        services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddIngestion<Reading>("readings", from => from.Csv("readings.csv"))
            .AddTraining<Reading>("price-up", train => train.On("readings").Target(r => r.Class).Fit(o => o.Epochs = 20));
        // </readme>

        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IngestionRunner>().RunAsync("readings");

        // <readme> src/AiInfra.Training/README.md 3
        using TabularModel model = await provider.GetRequiredKeyedService<DatasetTraining>("price-up").FitAsync();
        // </readme>

        Assert.Equal("Class", model.Target);
    }

    // <readme> src/AiInfra.Training/README.md 3
    record Reading(double Demand, double Wind, string Class);
    // </readme>
}
