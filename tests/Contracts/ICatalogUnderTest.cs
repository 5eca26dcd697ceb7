using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;

namespace AiInfra.Contracts;

/// <summary>An empty catalog of some store, gone when disposed.</summary>
public interface ICatalogUnderTest : IDisposable
{
    /// <summary>The catalog.</summary>
    ICatalog Catalog { get; }

    /// <summary>Opens the same store once more, as another process would. The caller disposes it.</summary>
    /// <param name="modules">What it registers beside the catalog's own.</param>
    ICatalog OpenAgain(params IStoreModule[] modules);
}
