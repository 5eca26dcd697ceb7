using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>Brings a registered version into memory and warms it up.</summary>
internal sealed partial class VersionLoader(string deployment, string model, DeploymentOptions options, ICatalog catalog, IArtifactStore artifacts, TimeProvider time, ServingTelemetry telemetry, ILogger logger)
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
                IReadOnlyList<ModelRemark> seen = options.WarmUp
                    ? await Task.Run(() => VersionWarmUp.Run(loaded, options.Batching?.MaxSize ?? 1, cancellationToken), cancellationToken).ConfigureAwait(false)
                    : [];
                ModelRemark[] remarks = [.. (loaded as OnnxRuntimeModel)?.Remarks() ?? [], .. seen];
                Tell(version, remarks);
                return new LoadedVersion(deployment, version, loaded, options, time, telemetry) { Warnings = [.. remarks.Where(r => r.IsWarning).Select(r => r.Text)] };
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

    private void Tell(int version, ModelRemark[] remarks)
    {
        foreach (ModelRemark remark in remarks)
        {
            if (remark.IsWarning)
            {
                LogWarning(logger, version, model, deployment, remark.Text);
            }
            else
            {
                LogRemark(logger, version, model, deployment, remark.Text);
            }
        }
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "Version {Version} of model {Model} in deployment {Deployment}: {Remark}")]
    private static partial void LogWarning(ILogger logger, int version, string model, string deployment, string remark);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Information, Message = "Version {Version} of model {Model} in deployment {Deployment}: {Remark}")]
    private static partial void LogRemark(ILogger logger, int version, string model, string deployment, string remark);
}
