using System.Collections.Concurrent;
using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>The test models of a host: which object stands for which registered version.</summary>
internal sealed class TestModels
{
    private readonly ConcurrentDictionary<string, IModel> _first = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Deployment, int Version), IModel> _versions = new();

    public IReadOnlyCollection<string> Deployments => [.. _first.Keys];

    public bool Has(string deployment) => _first.ContainsKey(deployment);

    public void Add(string deployment, IModel model) => _first[deployment] = model;

    /// <summary>The model of a version; versions that were registered elsewhere are played by the first.</summary>
    public IModel Load(string deployment, int version) =>
        new BorrowedModel(_versions.TryGetValue((deployment, version), out IModel? model) ? model : _first[deployment]);

    public async Task<int> RegisterAsync(Deployment deployment, IModel model, ICatalog catalog, IArtifactStore artifacts, CancellationToken cancellationToken)
    {
        // A version must have a file; this one says what plays it.
        ArtifactDigest file = await artifacts.PutBytesAsync(Encoding.UTF8.GetBytes($"{model.GetType().Name} {model.Signature}"), cancellationToken).ConfigureAwait(false);
        ModelVersion version = await catalog.Models.RegisterAsync(
            new ModelVersion { Model = deployment.Model, Files = new Dictionary<string, ArtifactDigest> { ["test-model.txt"] = file } }, cancellationToken).ConfigureAwait(false);
        _versions[(deployment.Name, version.Version)] = model;
        return version.Version;
    }

    /// <summary>Registers the first version of a deployment's model as its champion, where it has none.</summary>
    public async Task EnsureChampionAsync(Deployment deployment, ICatalog catalog, IArtifactStore artifacts, TimeProvider time, CancellationToken cancellationToken)
    {
        DeploymentRecord? record = await catalog.Deployments.FindAsync(deployment.Name, cancellationToken).ConfigureAwait(false);
        if (record?.Champion is null && await catalog.Models.FindAsync(deployment.Model, Aliases.Champion, cancellationToken).ConfigureAwait(false) is null)
        {
            int version = await RegisterAsync(deployment, _first[deployment.Name], catalog, artifacts, cancellationToken).ConfigureAwait(false);
            var move = new AliasMove(deployment.Model, Aliases.Champion, null, version, "test", "test model", time.GetUtcNow());
            await catalog.Models.MoveAliasesAsync([move], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A model that outlives its deployment: the test owns it.</summary>
    private sealed class BorrowedModel(IModel model) : IModel
    {
        public ModelSignature Signature => model.Signature;

        public ModelSlot CreateSlot() => model.CreateSlot();

        public void Dispose()
        {
        }
    }
}
