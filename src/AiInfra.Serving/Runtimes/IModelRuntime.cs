using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Serving.Runtimes;

/// <summary>Opens the models of one kind of file. Thread-safe.</summary>
/// <remarks>Register one by name with <c>AddRuntime</c>: deployments, and the learning loop that judges what they serve, open by it every version that names it.</remarks>
public interface IModelRuntime
{
    /// <summary>What clients of the Open Inference Protocol are told of the models' kind, in its form "project_format".</summary>
    /// <value>Default null: the name that the runtime is registered by; "custom" where it has none.</value>
    string? Platform => null;

    /// <summary>Opens a version.</summary>
    /// <param name="version">The version: its files by name, its tags.</param>
    /// <param name="artifacts">Where the files are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="ModelLoadException">A file is missing, or is no model of this kind.</exception>
    Task<IModel> OpenAsync(ModelVersion version, IArtifactStore artifacts, CancellationToken cancellationToken = default);
}
