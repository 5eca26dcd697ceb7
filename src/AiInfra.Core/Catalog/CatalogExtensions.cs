namespace AiInfra.Core.Catalog;

/// <summary>Finds stores of a catalog.</summary>
public static class CatalogExtensions
{
    /// <summary>The store of a type.</summary>
    /// <exception cref="InvalidOperationException">The catalog has none; the message says how to register the module that brings it.</exception>
    public static T GetRequiredStore<T>(this ICatalog catalog)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.GetStore<T>() ?? throw new InvalidOperationException(
            $"This catalog has no store {typeof(T).Name}: the module of {typeof(T).Assembly.GetName().Name} that brings it is not registered. Register it where the store is chosen, services.AddAiInfra(ai => ai.AddStoreModule(new …)), or in the store's options (SqliteStoreOptions.Modules). There are {string.Join(", ", catalog.Stores.Select(s => s.GetType().Name).Order())}.");
    }
}
