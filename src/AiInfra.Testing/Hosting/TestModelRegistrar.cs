using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Testing;

/// <summary>Registers the test models before the deployments start.</summary>
internal sealed class TestModelRegistrar(TestModels models, IDeployments deployments, ICatalog catalog, IArtifactStore artifacts, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (string name in models.Deployments)
        {
            await models.EnsureChampionAsync(deployments.Get(name), catalog, artifacts, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
