using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Sqlite;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>The model in a real deployment over a real catalog, in a folder that goes away.</summary>
internal sealed class InferHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-infer-").FullName;
    private readonly FileArtifactStore _artifacts;
    private readonly SqliteCatalog _catalog;
    private Deployment? _deployment;

    public InferHost()
    {
        _artifacts = new FileArtifactStore(Path.Combine(_folder, "artifacts"));
        _catalog = new SqliteCatalog(Path.Combine(_folder, "catalog.db"));
    }

    public Predictor<InferRequest, InferAnswer> Predictor => Deployment.Typed<InferRequest, InferAnswer>();

    public Deployment Deployment => _deployment ?? throw new InvalidOperationException("Start the host first.");

    public async Task StartAsync(byte[] model, BatchOptions? batching)
    {
        ArtifactDigest digest = await _artifacts.PutBytesAsync(model);
        ModelVersion version = await _catalog.Models.RegisterAsync(new ModelVersion { Model = "mlp", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        _deployment = new Deployment("mlp", _catalog, _artifacts, new DeploymentOptions { Batching = batching });
        await _deployment.StartAsync();
        await _deployment.PromoteAsync(version.Version, "benchmark", "measured");
    }

    public async ValueTask DisposeAsync()
    {
        if (_deployment is not null)
        {
            await _deployment.DisposeAsync();
        }

        _catalog.Dispose();
        _artifacts.Dispose();
        Directory.Delete(_folder, true);
    }
}
