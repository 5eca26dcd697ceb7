using AiInfra.Core.Rows;
using AiInfra.Training.Networks;
using AiInfra.Training.Recipes;

namespace AiInfra.Tests.Support;

/// <summary>The usual recipe, small; a test may change what the n-th training (from 1) is given, or make it fail.</summary>
internal sealed class CountingRecipe(Func<int, TrainingRequest, Task<TrainingRequest>>? before = null) : ITrainingRecipe
{
    private readonly TabularRecipe _inner = new(design: new MlpDesign { Hidden = [12] }) { Steps = 120, LearningRate = 0.02 };
    private int _calls;

    public IReadOnlyDictionary<string, string> Parameters => _inner.Parameters;

    public int Calls => _calls;

    public async Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        int call = ++_calls;
        TrainingRequest changed = before is null ? request : await before(call, request);
        return await _inner.TrainAsync(changed, cancellationToken);
    }

    /// <summary>The same rows with the classes exchanged.</summary>
    public static TrainingRequest Flipped(TrainingRequest request) => Relabelled(request, (_, label) => label.AsText() == "up" ? "down" : "up");

    /// <summary>The same rows with classes that say nothing.</summary>
    public static TrainingRequest Noisy(TrainingRequest request)
    {
        var random = new Random(5);
        return Relabelled(request, (_, _) => random.Next(2) == 0 ? "up" : "down");
    }

    private static TrainingRequest Relabelled(TrainingRequest request, Func<Row, Value, Value> label) =>
        request with { Rows = RowBatch.Of([.. request.Rows.Select(r => new Row(r.Schema, [.. r.Values[..^1], label(r, r.Values[^1])]))]) };
}
