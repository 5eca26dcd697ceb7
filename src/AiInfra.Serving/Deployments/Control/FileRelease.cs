using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>Brings the file that a deployment names into the catalog, and promotes it where nothing is.</summary>
internal sealed partial class FileRelease(string name, string model, string path, ICatalog catalog, IArtifactStore artifacts, DeploymentControl control, ILogger logger)
{
    private const string Actor = "host";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ModelVersion version;
        try
        {
            version = await catalog.RegisterFileAsync(artifacts, model, path, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException e)
        {
            // What was promoted before goes on answering; without it the deployment says why it can't.
            await control.RefreshAsync(cancellationToken).ConfigureAwait(false);
            control.Explain(e.Message);
            throw new DeploymentException($"Deployment '{name}': {e.Message}", e);
        }

        await control.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (control.Champion is not { } champion)
        {
            await control.PromoteAsync(version.Version, Actor, $"the host serves {Path.GetFileName(path)}, and there was no champion", from: null, allowOtherSignature: false, cancellationToken).ConfigureAwait(false);
        }
        else if (champion != version.Version)
        {
            LogOther(logger, name, path, version.Version, champion);
        }
    }

    [LoggerMessage(EventId = 3007, Level = LogLevel.Warning, Message = "Deployment {Deployment}: the file {File} is version {Version}, but version {Champion} is the champion and goes on answering. Promote version {Version} to serve the file.")]
    private static partial void LogOther(ILogger logger, string deployment, string file, int version, int champion);
}
