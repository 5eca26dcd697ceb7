using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Support.Logging;
using AiInfra.Support.Stores;

namespace AiInfra.Serving.Tests.Support;

/// <summary>A real catalog and artifact store in a folder that goes away.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly TemporaryStore _store = new();

    public string Folder => _store.Files;

    public IArtifactStore Artifacts => _store.Artifacts;

    public ICatalog Catalog => _store.Catalog;

    public SignalHub Signals { get; } = new();

    /// <summary>Registers a model and returns its version.</summary>
    public async Task<int> RegisterAsync(string model, byte[] onnx)
    {
        ArtifactDigest digest = await Artifacts.PutBytesAsync(onnx);
        ModelVersion version = await Catalog.Models.RegisterAsync(new ModelVersion { Model = model, Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        return version.Version;
    }

    /// <summary>A started deployment of "m" whose versions are the given models; the first is champion.</summary>
    public Task<Deployment> DeployAsync(DeploymentOptions? options = null, TimeProvider? time = null, params byte[][] versions) => DeployAsync(new LogLines<Deployment>(), options, time, versions);

    /// <summary>The same with a log.</summary>
    public async Task<Deployment> DeployAsync(LogLines<Deployment> log, DeploymentOptions? options, TimeProvider? time, params byte[][] versions)
    {
        foreach (byte[] onnx in versions)
        {
            await RegisterAsync("m", onnx);
        }

        var deployment = new Deployment("m", Catalog, Artifacts, options, Signals, time, logger: log);
        await deployment.StartAsync();
        if (versions.Length > 0)
        {
            await deployment.PromoteAsync(1, "test", "first");
        }

        return deployment;
    }

    public void Dispose() => _store.Dispose();
}
