using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Deployments;

/// <summary>Brings a registered version into memory and warms it up.</summary>
internal sealed class VersionLoader(string deployment, string model, DeploymentOptions options, ICatalog catalog, IArtifactStore artifacts, TimeProvider time, ServingTelemetry telemetry)
{
    /// <exception cref="DeploymentException">The version is not registered, its file is missing or damaged, or it does not load or warm up.</exception>
    public async Task<LoadedVersion> LoadAsync(int version, CancellationToken cancellationToken)
    {
        ModelVersion registered = await catalog.Models.FindAsync(model, version, cancellationToken).ConfigureAwait(false)
            ?? throw new DeploymentException($"Model '{model}' has no version {version}. Register it first.");
        try
        {
            IModel loaded = await (options.Loader ?? OpenOnnxAsync)(registered, artifacts, cancellationToken).ConfigureAwait(false);
            try
            {
                if (options.WarmUp)
                {
                    await Task.Run(() => WarmUp(loaded, options.Batching?.MaxSize ?? 1, cancellationToken), cancellationToken).ConfigureAwait(false);
                }

                return new LoadedVersion(deployment, version, loaded, options, time, telemetry);
            }
            catch
            {
                loaded.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new DeploymentException($"Version {version} of model '{model}' does not load: {e.Message}", e);
        }
    }

    private async Task<IModel> OpenOnnxAsync(ModelVersion version, IArtifactStore store, CancellationToken cancellationToken)
    {
        if (!version.Files.TryGetValue(ModelFiles.Onnx, out ArtifactDigest digest))
        {
            throw new ModelLoadException($"it has no file '{ModelFiles.Onnx}', only {string.Join(", ", version.Files.Keys)}.");
        }

        string path = await store.GetFileAsync(digest, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => OnnxRuntimeModel.Load(path, options.Runtime), cancellationToken).ConfigureAwait(false);
    }

    private static void WarmUp(IModel model, int maxRows, CancellationToken cancellationToken)
    {
        // Models with other open dimensions have no natural first request; they warm up by their first real one.
        if (!model.Signature.HasFixedRows)
        {
            return;
        }

        using ModelSlot slot = model.CreateSlot();
        for (int rows = 1; ; rows = Math.Min(rows * 2, maxRows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            slot.SetRows(rows);
            slot.RunRows();
            if (rows == maxRows)
            {
                return;
            }
        }
    }
}
