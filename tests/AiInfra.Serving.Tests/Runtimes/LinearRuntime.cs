using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>A runtime as a host would write it, by the public API alone: the file "linear.json" holds a weight for each column, and "bias".</summary>
internal sealed class LinearRuntime : IModelRuntime
{
    public const string File = "linear.json";

    public async Task<IModel> OpenAsync(ModelVersion version, IArtifactStore artifacts, CancellationToken cancellationToken = default)
    {
        if (!version.Files.TryGetValue(File, out ArtifactDigest digest))
        {
            throw new ModelLoadException($"it has no file '{File}'.");
        }

        await using FileStream json = System.IO.File.OpenRead(await artifacts.GetFileAsync(digest, cancellationToken));
        Dictionary<string, double> weights = (await JsonSerializer.DeserializeAsync<Dictionary<string, double>>(json, cancellationToken: cancellationToken))!;
        weights.Remove("bias", out double bias);
        KeyValuePair<string, double>[] columns = [.. weights];
        var signature = new ModelSignature(
            columns.Select(c => new TensorSpec(c.Key, TensorType.Float64, [-1, 1], ["N", null])),
            [new TensorSpec("value", TensorType.Float64, [-1, 1], ["N", null])]);
        return new DelegateModel(signature, slot =>
        {
            Span<double> value = slot.Outputs[0].Span<double>();
            value.Fill(bias);
            for (int c = 0; c < columns.Length; c++)
            {
                Span<double> column = slot.Inputs[c].Span<double>();
                for (int i = 0; i < value.Length; i++)
                {
                    value[i] += columns[c].Value * column[i];
                }
            }
        });
    }
}
