using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Tests.Recipes;

/// <summary>A recipe made of a function, that remembers what it was asked.</summary>
internal sealed class MadeRecipe(Func<TrainingRequest, CancellationToken, Task<TrainedModel>> train) : ITrainingRecipe
{
    public List<TrainingRequest> Requests { get; } = [];

    public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string> { ["recipe"] = "made" };

    public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        lock (Requests)
        {
            Requests.Add(request);
        }

        return train(request, cancellationToken);
    }

    public RecipeCandidate As(string name) => new(name, _ => this);

    /// <summary>Answers a column.</summary>
    public static MadeRecipe Column(string column) => new((_, _) => Task.FromResult(new TrainedModel(ColumnModel(column))));

    /// <summary>Answers classes always alike.</summary>
    public static MadeRecipe Classes(params (string Class, float Probability)[] classes) => new((request, _) => Task.FromResult(new TrainedModel(ClassModel(request.Rows.Schema.Columns[0].Name, classes))));

    public static MadeRecipe Failing(string message) => new((_, _) => Task.FromException<TrainedModel>(new InvalidOperationException(message)));

    /// <summary>Trains until it is stopped.</summary>
    public static MadeRecipe Endless() => new(async (_, token) =>
    {
        await Task.Delay(Timeout.Infinite, token);
        return null!;
    });

    public static byte[] ColumnModel(string column)
    {
        var graph = new OnnxGraphBuilder("column", 20);
        OnnxValue input = graph.Input(column, OnnxElementType.Double, OnnxShape.Create(["N", 1]));
        graph.Output(AnswerNames.Value, graph.Identity(input), OnnxShape.Create(["N", 1]), OnnxElementType.Double);
        return graph.Build().ToBytes();
    }

    public static byte[] ClassModel(string column, params (string Class, float Probability)[] classes)
    {
        var graph = new OnnxGraphBuilder("classes", 20);
        OnnxValue input = graph.Input(column, OnnxElementType.Double, OnnxShape.Create(["N", 1]));
        OnnxValue zero = graph.Cast(graph.Mul(graph.Where(graph.IsNaN(input), graph.Constant(0.0), input), graph.Constant(0.0)), OnnxElementType.Float);
        graph.Output(AnswerNames.Probability, graph.Add(zero, graph.Initializer<float>("p", [.. classes.Select(c => c.Probability)], 1, classes.Length)), OnnxShape.Create(["N", classes.Length]), OnnxElementType.Float);
        return graph.Build(new Dictionary<string, string> { [ModelKeys.Classes] = JsonSerializer.Serialize(classes.Select(c => c.Class)) }).ToBytes();
    }
}
