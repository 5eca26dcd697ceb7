// <readme> docs/best-of.md 1
using AiInfra.Training.Hosting;
// </readme>
using System.Globalization;
using AiInfra.Data.Hosting;
using AiInfra.Readmes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Readmes;

/// <summary>Block 1 of docs/best-of.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class BestOfDocTests
{
    [Fact]
    public async Task Train_ThatDoesNotSayHow_TakesTheBestOfThree()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllLinesAsync("flats.csv", Lines());
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        ServiceProvider? made = null;
        await RunAsync(services, new Later(() => made ??= services.BuildServiceProvider()));
        await made!.DisposeAsync();
    }

    private static async Task RunAsync(IServiceCollection services, IServiceProvider provider)
    {
        // <readme> docs/best-of.md 1
        // Given: IServiceCollection services; IServiceProvider provider
        services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddTrees()
            .AddIngestion<Flat>("flats", from => from.Csv("flats.csv"))
            .AddTraining<Flat>("rent", train => train.On("flats").Target(f => f.Rent).Regress());
        // </readme>
        await provider.GetRequiredService<IngestionRunner>().RunAsync("flats");
        // <readme> docs/best-of.md 1
        DatasetTrainingResult trained = await provider.GetRequiredKeyedService<DatasetTraining>("rent").TrainAsync(heldOut: 0.2);
        Console.WriteLine(trained.Model.Report);
        // </readme>
        Assert.Equal(["linear", "network", "trees"], trained.Model.Candidates.Take(3).Select(c => c.Name).Order());
        Assert.All(trained.Model.Candidates.Take(3), c => Assert.DoesNotContain("failed", c.Why, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines()
    {
        var random = new Random(1);
        string[] words = ["sunny", "quiet", "balcony", "garden", "new kitchen", "near the park", "fourth floor", "lift"];
        yield return "Area,District,Description,Rent";
        for (int i = 0; i < 200; i++)
        {
            double area = 20 + (random.NextDouble() * 100);
            int district = random.Next(4);
            string description = string.Join(' ', Enumerable.Range(0, 4).Select(_ => words[random.Next(words.Length)]));
            yield return string.Create(CultureInfo.InvariantCulture, $"{area:0.0},D{district},{description},{(area * (8 + district)) + (description.Contains("balcony", StringComparison.Ordinal) ? 90 : 0) + random.Next(40):0}");
        }
    }

    /// <summary>The provider of services that are still being added.</summary>
    private sealed class Later(Func<IServiceProvider> provider) : IKeyedServiceProvider
    {
        public object? GetService(Type serviceType) => provider().GetService(serviceType);

        public object? GetKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)provider()).GetKeyedService(serviceType, serviceKey);

        public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)provider()).GetRequiredKeyedService(serviceType, serviceKey);
    }

    // <readme> docs/best-of.md 1
    record Flat(double Area, string District, string Description, double Rent);
    // </readme>
}
