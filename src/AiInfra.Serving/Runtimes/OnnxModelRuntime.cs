using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Serving.Runtimes;

/// <summary>Opens the file "model.onnx" of a version with ONNX Runtime.</summary>
/// <param name="options">How it runs; defaults when null.</param>
public sealed class OnnxModelRuntime(OnnxRuntimeOptions? options = null) : IModelRuntime
{
    /// <inheritdoc />
    public string Platform => "onnxruntime_onnx";

    /// <inheritdoc />
    public async Task<IModel> OpenAsync(ModelVersion version, IArtifactStore artifacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(artifacts);
        if (!version.Files.TryGetValue(ModelFiles.Onnx, out ArtifactDigest digest))
        {
            throw new ModelLoadException($"it has no file '{ModelFiles.Onnx}', only {string.Join(", ", version.Files.Keys)}.");
        }

        string path = await artifacts.GetFileAsync(digest, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => OnnxRuntimeModel.Load(path, options), cancellationToken).ConfigureAwait(false);
    }
}
