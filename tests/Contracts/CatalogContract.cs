using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;

namespace AiInfra.Contracts;

/// <summary>What every <see cref="ICatalog"/> must do, a class a topic. A store's tests inherit each with one line, naming how an empty catalog is made.</summary>
public abstract class CatalogContract<TStore> : IDisposable
    where TStore : ICatalogUnderTest, new()
{
    private readonly TStore _store = new();

    protected ICatalog Catalog => _store.Catalog;

    protected ICatalog OpenAgain(params IStoreModule[] modules) => _store.OpenAgain(modules);

    protected async Task<string[]> IdsAsync(PredictionQuery query) => await Catalog.Predictions.ReadAsync(query).Select(p => p.Signal.Id).ToArrayAsync();

    public void Dispose() => _store.Dispose();
}
