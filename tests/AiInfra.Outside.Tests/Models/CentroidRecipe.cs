using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Training.Recipes;

namespace AiInfra.Outside.Tests.Models;

/// <summary>The mean of each class, for the runtime "centroids".</summary>
public sealed class CentroidRecipe : ITrainingRecipe
{
    public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string> { ["recipe"] = "centroids" };

    public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        string[] columns = [.. request.Rows.Schema.Columns.Where(c => c.Kind == ValueKind.Number && c.Name != request.Target && !request.Without.Contains(c.Name)).Select(c => c.Name)];
        string?[] labels = request.Rows.Texts(request.Target);
        string[] classes = [.. labels.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        double[][] numbers = [.. columns.Select(request.Rows.Numbers)];
        double[][] means = [.. classes.Select(c =>
        {
            int[] of = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == c)];
            return numbers.Select(n => of.Average(i => n[i])).ToArray();
        })];
        return Task.FromResult(new TrainedModel(CentroidRuntime.Name, new Dictionary<string, byte[]> { [CentroidRuntime.FileName] = JsonSerializer.SerializeToUtf8Bytes(new Centroids(columns, classes, means)) }));
    }
}
