// <readme> docs/recipes.md 1
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Recipes;
// </readme>
using AiInfra.Readmes;
using AiInfra.Serving.Deployments;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Outside.Tests.Models;

/// <summary>Block 1 of docs/recipes.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class OwnRecipePageTests
{
    [Fact]
    public async Task Recipe_InAHost_TrainsTheModelThatTheLoopPromotes()
    {
        using var folder = new ReadmeFolder();
        string[] args = [];
        var random = new Random(1);
        await File.WriteAllLinesAsync("houses.csv", ["Area,Price", .. Enumerable.Range(0, 300).Select(_ => random.Next(30, 200)).Select(a => $"{a}.5,{50 + (3 * a)}.25")], TestContext.Current.CancellationToken);

        // <readme> docs/recipes.md 1
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddIngestion<House>("houses", from => from.Csv("houses.csv").Append().AtStart())
            .AddTraining<House>("price", train => train.On("houses").Target(h => h.Price).Regress().Recipe(new LineRecipe("Area")))
            .AddServing("price")
            .AddContinuousLearning("price", loop => loop.RetrainEvery(500));           // trains, judges and promotes by the recipe
        using IHost host = builder.Build();
        await host.StartAsync();
        // </readme>
        Deployment price = host.Services.GetRequiredKeyedService<Deployment>("price");
        await Until.HoldsAsync(() => price.Status == DeploymentStatus.Ready);
        TypedPrediction<Answer> answer = await price.Typed<Asked, Answer>().PredictAsync(new Asked(100.5));
        Assert.Equal(350.25, answer.Output.Value, 6);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    // <readme> docs/recipes.md 1
    record House(double Area, double Price);

    sealed class LineRecipe(string column) : ITrainingRecipe
    {
        public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string> { ["recipe"] = "line", ["column"] = column };

        public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
        {
            double[] x = request.Rows.Numbers(column), y = request.Rows.Numbers(request.Target);
            double meanX = x.Average(), meanY = y.Average();
            double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));

            var graph = new OnnxGraphBuilder("line");
            OnnxValue input = graph.Input(column, OnnxElementType.Double, OnnxShape.Create(["N", 1]));
            OnnxValue line = graph.Add(graph.Mul(input, graph.Constant(slope, "slope")), graph.Constant(meanY - (slope * meanX), "base"));
            graph.Output(AnswerNames.Value, line, OnnxShape.Create(["N", 1]), OnnxElementType.Double);
            return Task.FromResult(new TrainedModel(graph.Build().ToBytes()));
        }
    }
    // </readme>

    private sealed record Asked(double Area);

    private sealed record Answer(double Value);
}
