using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Outside.Tests.Models;

/// <summary>The file: the mean of each class.</summary>
public sealed record Centroids(string[] Columns, string[] Classes, double[][] Means);

/// <summary>Opens "centroids.json": the class whose mean is nearest.</summary>
public sealed class CentroidRuntime : IModelRuntime
{
    public const string Name = "centroids";
    public const string FileName = "centroids.json";

    public async Task<IModel> OpenAsync(ModelVersion version, IArtifactStore artifacts, CancellationToken cancellationToken = default)
    {
        if (!version.Files.TryGetValue(FileName, out ArtifactDigest digest))
        {
            throw new ModelLoadException($"it has no file '{FileName}'.");
        }

        Centroids c = JsonSerializer.Deserialize<Centroids>(await File.ReadAllBytesAsync(await artifacts.GetFileAsync(digest, cancellationToken), cancellationToken))!;
        var signature = new ModelSignature(
            c.Columns.Select(n => new TensorSpec(n, TensorType.Float64, [-1, 1], ["N", null])),
            [new TensorSpec("label", TensorType.String, [-1, 1], ["N", null]), new TensorSpec("probability", TensorType.Float32, [-1, c.Classes.Length], ["N", null])],
            new Dictionary<string, string> { [ModelKeys.Classes] = JsonSerializer.Serialize(c.Classes), [ModelKeys.Task] = "classification" });
        return new DelegateModel(signature, slot => Run(slot, c));
    }

    private static void Run(ModelSlot slot, Centroids c)
    {
        Span<float> probability = slot.Outputs[1].Span<float>();
        for (int row = 0; row < slot.Outputs[0].Text.Length; row++)
        {
            Span<float> p = probability.Slice(row * c.Classes.Length, c.Classes.Length);
            for (int k = 0; k < c.Classes.Length; k++)
            {
                double distance = 0;
                for (int i = 0; i < c.Columns.Length; i++)
                {
                    double d = slot.Inputs[i].Span<double>()[row] - c.Means[k][i];
                    distance += d * d;
                }

                p[k] = (float)Math.Exp(-4 * distance);
            }

            float sum = 0;
            int best = 0;
            for (int k = 0; k < p.Length; k++)
            {
                sum += p[k];
                best = p[k] > p[best] ? k : best;
            }

            for (int k = 0; k < p.Length; k++)
            {
                p[k] /= sum;
            }

            slot.Outputs[0].Text[row] = c.Classes[best];
        }
    }
}
