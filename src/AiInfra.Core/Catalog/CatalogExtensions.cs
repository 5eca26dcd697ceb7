using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Catalog;

/// <summary>What a catalog is often asked for.</summary>
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

    /// <summary>Stores an ONNX file and registers it, unless a version of the same bytes is there.</summary>
    /// <param name="catalog">Where it is registered.</param>
    /// <param name="artifacts">Where its bytes go.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static async Task<ModelVersion> RegisterFileAsync(this ICatalog catalog, IArtifactStore artifacts, string model, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(artifacts);
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no model file {Path.GetFullPath(path)} for model '{model}'. A relative path is taken from the working directory, {Environment.CurrentDirectory}.", path);
        }

        ArtifactDigest onnx = await artifacts.PutFileAsync(path, cancellationToken).ConfigureAwait(false);
        return await catalog.Models.RegisterOnceAsync(
            new ModelVersion { Model = model, Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = onnx } }, cancellationToken).ConfigureAwait(false);
    }
}
