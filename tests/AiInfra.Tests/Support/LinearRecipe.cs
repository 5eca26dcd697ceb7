using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Serving.Tests.Runtimes;
using AiInfra.Training.Recipes;

namespace AiInfra.Tests.Support;

/// <summary>Least squares over the numbers, as JSON for the runtime "linear": a model that is no ONNX file, by the public API alone.</summary>
internal sealed class LinearRecipe : ITrainingRecipe
{
    public const string Runtime = "linear";
    private static readonly string[] s_columns = ["x", "y"];

    public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string> { ["fit"] = "least squares" };

    public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        // Gradient descent on two weights and a bias: exact enough, and short.
        var weights = new double[s_columns.Length + 1];
        for (int step = 0; step < 400; step++)
        {
            var gradient = new double[weights.Length];
            foreach (Row row in request.Rows)
            {
                double error = weights[^1] - row[request.Target].AsNumber();
                for (int c = 0; c < s_columns.Length; c++)
                {
                    error += weights[c] * row[s_columns[c]].AsNumber();
                }

                for (int c = 0; c < weights.Length; c++)
                {
                    gradient[c] += error * (c < s_columns.Length ? row[s_columns[c]].AsNumber() : 1);
                }
            }

            for (int c = 0; c < weights.Length; c++)
            {
                weights[c] -= 0.5 * gradient[c] / request.Rows.Count;
            }
        }

        var model = new Dictionary<string, double> { ["x"] = weights[0], ["y"] = weights[1], ["bias"] = weights[2] };
        return Task.FromResult(new TrainedModel(Runtime, new Dictionary<string, byte[]> { [LinearRuntime.File] = JsonSerializer.SerializeToUtf8Bytes(model) }));
    }
}
