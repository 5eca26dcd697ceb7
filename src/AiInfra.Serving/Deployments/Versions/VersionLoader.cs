using AiInfra.Core.Catalog;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>Brings a registered version into memory and warms it up.</summary>
internal sealed partial class VersionLoader(string deployment, string model, DeploymentOptions options, VersionOpener opener, TimeProvider time, ServingTelemetry telemetry, ILogger logger)
{
    /// <exception cref="DeploymentException">The version is not registered, its file is missing or damaged, or it does not load or warm up.</exception>
    public async Task<LoadedVersion> LoadAsync(int version, CancellationToken cancellationToken)
    {
        ModelVersion registered = await opener.FindAsync(version, cancellationToken).ConfigureAwait(false);
        try
        {
            (IModel loaded, string platform) = await opener.OpenAsync(registered, null, cancellationToken).ConfigureAwait(false);
            try
            {
                IReadOnlyList<ModelRemark> seen = options.WarmUp
                    ? await Task.Run(() => VersionWarmUp.Run(loaded, options.Batching?.MaxSize ?? 1, cancellationToken), cancellationToken).ConfigureAwait(false)
                    : [];
                ModelRemark[] remarks = [.. (loaded as OnnxRuntimeModel)?.Remarks() ?? [], .. seen];
                Tell(version, remarks);
                return new LoadedVersion(deployment, version, loaded, options, time, telemetry) { Platform = platform, Warnings = [.. remarks.Where(r => r.IsWarning).Select(r => r.Text)] };
            }
            catch
            {
                loaded.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new DeploymentException($"Version {version} of model '{model}' does not load: {(e is ModelLoadException or InferenceException ? "" : $"{e.GetType().Name}: ")}{e.Message}", e);
        }
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
