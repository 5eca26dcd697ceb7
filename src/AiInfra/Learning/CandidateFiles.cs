using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Recipes;

namespace AiInfra.Learning;

/// <summary>The files of a trained model that is not registered, in a temporary folder: its runtime opens them as it would a version's, and a model that loses leaves nothing in the store. Dispose it after the model.</summary>
internal sealed class CandidateFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aiinfra-candidate-");
    private readonly FileArtifactStore _store;

    private CandidateFiles() => _store = new FileArtifactStore(_folder.FullName, survivesPowerCut: false);

    /// <summary>Opens a trained model as it would be served.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="model">Name of the registered model that it may become a version of.</param>
    /// <param name="open">Opens a version whose files are in a store.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<JudgedModel> OpenAsync(TrainedModel trained, string model, Func<ModelVersion, IArtifactStore, CancellationToken, Task<IModel>> open, CancellationToken cancellationToken)
    {
        var files = new CandidateFiles();
        try
        {
            var version = new ModelVersion
            {
                Model = model,
                Files = await trained.StoreAsync(files._store, cancellationToken).ConfigureAwait(false),
                Tags = ModelRegistration.Tags(trained.Runtime, new Dictionary<string, string>()),
            };
            return new JudgedModel(await open(version, files._store, cancellationToken).ConfigureAwait(false), files);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A runtime that still holds a file: the system empties its temporary folder.
            return;
        }
    }
}
