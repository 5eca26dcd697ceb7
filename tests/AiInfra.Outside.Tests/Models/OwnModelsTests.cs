using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Learning;
using AiInfra.Serving.Deployments;
using AiInfra.Support;
using AiInfra.Support.Stores;
using AiInfra.Training.Export;
using AiInfra.Training.Hosting;
using AiInfra.Training.Loop;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace AiInfra.Outside.Tests.Models;

/// <summary>A runtime, a recipe and a module's converter of somebody else's, in a host.</summary>
public sealed class OwnModelsTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Loop_OwnRecipeAndRuntime_TrainsServesAndPromotesTheNextModel()
    {
        using IHost host = await LoopAsync(new CentroidRecipe());
        await host.StartAsync(TestContext.Current.CancellationToken);
        LearningLoop loop = host.Services.GetRequiredKeyedService<LearningLoop>("points");
        await Until.HoldsAsync(() => loop.Status.Champion != null);
        Deployment deployment = host.Services.GetRequiredKeyedService<Deployment>("points");
        Assert.Equal("up", (await deployment.PredictAsync(Points.At(0.9, 0.1))).Outputs["label"].AsText());
        Assert.Equal(CentroidRuntime.Name, deployment.View().Versions[0].Platform);

        // The world turns: what was up is down.
        SignalHub signals = host.Services.GetRequiredService<SignalHub>();
        var random = new Random(3);
        int first = loop.Status.Champion!.Value;
        await Until.HoldsAsync(async () =>
        {
            double x = random.NextDouble(), y = random.NextDouble();
            RowPrediction answer = await deployment.PredictAsync(Points.At(x, y));
            signals.Publish(new Feedback(answer.Id, x > y ? "down" : "up", DateTimeOffset.UtcNow));
            return loop.Status.Champion > first;
        });
        await Until.HoldsAsync(async () => (await deployment.PredictAsync(Points.At(0.9, 0.1))).Outputs["label"].AsText() == "down");
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("null", "Recipe BadRecipe of 'points' gave no model (null).")]
    [InlineData("no bytes", "Recipe BadRecipe of 'points' gave no bytes: its files model.onnx are empty.")]
    [InlineData("garbage", "Recipe BadRecipe of 'points' gave a 'model.onnx' of 5 bytes that is no usable ONNX model:")]
    public async Task Loop_RecipeWithoutAModel_RunFailedAndSaysWhoseFaultItIs(string how, string expected)
    {
        using IHost host = await LoopAsync(new BadRecipe(how));
        await host.StartAsync(TestContext.Current.CancellationToken);
        IRunStore runs = host.Services.GetRequiredService<ICatalog>().Runs;
        IReadOnlyList<Run> seen = [];
        await Until.HoldsAsync(async () => (seen = await runs.ListAsync(new RunQuery())).Any(r => r.Kind == "training" && r.Status != RunStatus.Running));
        Run training = seen.First(r => r.Kind == "training" && r.Status != RunStatus.Running);
        Assert.Equal(RunStatus.Failed, training.Status);
        Assert.StartsWith(expected, training.Error, StringComparison.Ordinal);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TrainAsync_NetworkWithOwnModuleAndConverter_IsExportedByTheHost()
    {
        await using ServiceProvider provider = await NetworkAsync(t => t.Converter(new ScaleShiftConverter()));
        DatasetTrainingResult trained = await provider.GetRequiredKeyedService<DatasetTraining>("points").TrainAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(trained.Model.Onnx);
        using TabularModel model = await provider.GetRequiredKeyedService<DatasetTraining>("points").FitAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Fact]
    public async Task TrainAsync_NetworkWithOwnModuleAndNoConverter_FailsBeforeTheFirstEpochAndSaysWhereToAddOne()
    {
        await using ServiceProvider provider = await NetworkAsync(_ => { });
        var heard = new List<TrainingProgress>();
        var e = await Assert.ThrowsAsync<OnnxExportException>(() => provider.GetRequiredKeyedService<DatasetTraining>("points").TrainAsync(progress: new Heard(heard), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("of type ScaleShift", e.Message, StringComparison.Ordinal);
        Assert.Contains("train.Converter(", e.Message, StringComparison.Ordinal);
        Assert.Empty(heard);
    }

    private async Task IngestAsync()
    {
        string csv = _store.Files.File("points.csv");
        await File.WriteAllTextAsync(csv, Points.Csv(300));
        await new IngestionBuilder<Point>("points").Csv(csv).Build().RunAsync(new DatasetRepository(_store.Catalog, _store.Artifacts));
    }

    private async Task<IHost> LoopAsync(ITrainingRecipe recipe)
    {
        await IngestAsync();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAiInfra(ai => ai.StoreIn(_store.Files))
            .AddRuntime(CentroidRuntime.Name, new CentroidRuntime())
            .AddTraining<Point>("points", t => t.On("points").Target(p => p.Class).Recipe(recipe))
            .AddEvaluation("points", e => e.Accuracy().Gate(g => g.AtLeast("accuracy", 0.6)))
            .AddServing("points")
            .AddContinuousLearning("points", l => l.RetrainEvery(200).Configure(o =>
            {
                o.CoolDownRows = 50;
                o.HoldoutRows = 60;
                o.Windows.Clear();
                o.Windows.Add(new TrainingWindow("recent", 200, 60));
            }));
        return builder.Build();
    }

    private async Task<ServiceProvider> NetworkAsync(Action<TrainingBuilder<Point>> more)
    {
        await IngestAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAiInfra(ai => ai.StoreIn(_store.Files)).AddTraining<Point>("points", t => more(t.On("points").Target(p => p.Class).Network((shape, seed) =>
        {
            manual_seed(seed);
            return nn.Sequential(("a", nn.Linear(shape.Width, 8)), ("mine", new ScaleShift(8)), ("r", nn.ReLU()), ("b", nn.Linear(8, shape.Outputs)));
        }).Fit(o => o.Epochs = 2)));
        return services.BuildServiceProvider();
    }

    private sealed class BadRecipe(string how) : ITrainingRecipe
    {
        public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>();

        public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(how switch { "null" => null!, "no bytes" => new TrainedModel([]), _ => new TrainedModel([1, 2, 3, 4, 5]) });
    }

    private sealed class Heard(List<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard.Add(value);
    }
}
