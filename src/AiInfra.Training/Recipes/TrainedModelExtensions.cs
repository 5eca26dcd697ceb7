using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Training.Recipes;

/// <summary>Trained models in the artifact store.</summary>
public static class TrainedModelExtensions
{
    /// <summary>Stores a model's files, and its encoder as "encoder.json".</summary>
    /// <returns>Digests by name, as a registered version has them.</returns>
    public static async Task<Dictionary<string, ArtifactDigest>> StoreAsync(this TrainedModel model, IArtifactStore artifacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(artifacts);
        var files = new Dictionary<string, ArtifactDigest>();
        foreach ((string name, byte[] bytes) in model.Files)
        {
            files[name] = await artifacts.PutBytesAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        if (model.Encoder is { } encoder)
        {
            files[ModelFiles.Encoder] = await artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(encoder), cancellationToken).ConfigureAwait(false);
        }

        return files;
    }
}
