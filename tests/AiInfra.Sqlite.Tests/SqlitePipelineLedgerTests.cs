using AiInfra.Contracts;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests;

public sealed class SqlitePipelineLedgerTests : PipelineLedgerContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteCatalog _catalog;

    public SqlitePipelineLedgerTests()
    {
        _catalog = new SqliteCatalog(_folder.File("catalog.db"), Time, new SqliteStoreOptions { SurvivesPowerCut = false });
        Ledger = _catalog.GetRequiredStore<IPipelineLedger>();
    }

    protected override IPipelineLedger Ledger { get; }

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Complete_ResultWithADigest_IsARootOfGarbageCollectionUntilForgotten()
    {
        ArtifactDigest digest = ArtifactDigest.Of("model"u8);
        var id = new StepIdentity { Pipeline = "p", Step = "s", Version = "1", Parameters = new Dictionary<string, string>(), Inputs = new Dictionary<string, string>() };
        StepLease lease = (await Ledger.ClaimAsync(id, "one", TimeSpan.FromMinutes(1))).Lease!;
        await Ledger.CompleteAsync(lease, $$"""{"model":"sha256:{{digest.Hex}}","note":"x"}""", TimeSpan.Zero);
        Assert.Equal([digest], await RootsAsync());
        await Ledger.ForgetAsync(id.Memo);
        Assert.Empty(await RootsAsync());
    }

    [Fact]
    public async Task Complete_HugeResult_IsRefusedWithAdvice()
    {
        var id = new StepIdentity { Pipeline = "p", Step = "s", Version = "1", Parameters = new Dictionary<string, string>(), Inputs = new Dictionary<string, string>() };
        StepLease lease = (await Ledger.ClaimAsync(id, "one", TimeSpan.FromMinutes(1))).Lease!;
        var e = await Assert.ThrowsAsync<ArgumentException>(() => Ledger.CompleteAsync(lease, new string('1', 5 << 20), TimeSpan.Zero));
        Assert.Contains("artifact store", e.Message);
    }

    private async Task<List<ArtifactDigest>> RootsAsync()
    {
        var roots = new List<ArtifactDigest>();
        await foreach (ArtifactDigest digest in ((ICatalog)_catalog).ReferencedArtifactsAsync())
        {
            roots.Add(digest);
        }

        return roots;
    }
}
