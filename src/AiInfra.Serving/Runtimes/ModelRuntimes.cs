using System.Collections.Frozen;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>The runtimes that there are, by name. A version says in its tag <see cref="ModelKeys.Runtime"/> which one opens it; one without the tag and with a file "model.onnx" is opened by <see cref="Onnx"/>.</summary>
public sealed class ModelRuntimes
{
    /// <summary>The name of ONNX Runtime. It is always there; a runtime that is registered by this name takes its place.</summary>
    public const string Onnx = "onnx";

    private readonly FrozenDictionary<string, IModelRuntime> _runtimes;

    /// <summary>Only ONNX Runtime.</summary>
    public ModelRuntimes()
        : this([])
    {
    }

    /// <summary>ONNX Runtime and others.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public ModelRuntimes(IEnumerable<KeyValuePair<string, IModelRuntime>> runtimes)
    {
        ArgumentNullException.ThrowIfNull(runtimes);
        var all = new Dictionary<string, IModelRuntime>(StringComparer.Ordinal);
        foreach ((string name, IModelRuntime runtime) in runtimes)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(runtimes));
            if (!all.TryAdd(name, runtime ?? throw new ArgumentException($"The runtime '{name}' is null.", nameof(runtimes))))
            {
                throw new ArgumentException($"Two runtimes have the name '{name}'.", nameof(runtimes));
            }
        }

        _runtimes = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _runtimes.Keys.Append(Onnx).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Opens a version with the runtime that it names.</summary>
    /// <param name="version">The version.</param>
    /// <param name="artifacts">Where its files are.</param>
    /// <param name="runtime">The runtime's name, whatever the version says; null for what it says.</param>
    /// <param name="onnx">How ONNX Runtime runs it, where that is its runtime and none is registered in its place; defaults when null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="ModelLoadException">There is no runtime of that name, nothing says which one, or it does not open the version.</exception>
    public Task<IModel> OpenAsync(ModelVersion version, IArtifactStore artifacts, string? runtime = null, OnnxRuntimeOptions? onnx = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(artifacts);
        return OpenAsync(Choose(version, runtime, onnx).Runtime, version, artifacts, cancellationToken);
    }

    /// <summary>Opens a version by a runtime that anybody may have written.</summary>
    /// <exception cref="ModelLoadException">It gives no model, or one that answers nothing.</exception>
    internal static async Task<IModel> OpenAsync(IModelRuntime runtime, ModelVersion version, IArtifactStore artifacts, CancellationToken cancellationToken)
    {
        IModel model = await (runtime.OpenAsync(version, artifacts, cancellationToken) ?? Task.FromResult<IModel>(null!)).ConfigureAwait(false)
            ?? throw new ModelLoadException($"the runtime {runtime.GetType().Name} gave no model (null). It gives the model, or throws a {nameof(ModelLoadException)} that says why there is none.");
        if (model.Signature is { Outputs.Count: > 0 })
        {
            return model;
        }

        string what = model.Signature is null ? "without a signature (null)" : "without outputs, which answers nothing";
        model.Dispose();
        throw new ModelLoadException($"the runtime {runtime.GetType().Name} opened a model {what}. Its signature says what it takes and gives.");
    }

    /// <summary>The runtime that opens a version, and what clients are told of its kind.</summary>
    internal (IModelRuntime Runtime, string Platform) Choose(ModelVersion version, string? runtime, OnnxRuntimeOptions? onnx)
    {
        string name = runtime ?? NameOf(version);
        IModelRuntime found = _runtimes.GetValueOrDefault(name) ?? (name == Onnx ? new OnnxModelRuntime(onnx) : throw new ModelLoadException($"there is no runtime '{name}' in this host, only {string.Join(", ", Names)}. Register it with AddRuntime(\"{name}\", …)."));
        return (found, found.Platform ?? name);
    }

    private string NameOf(ModelVersion version) => version.Tags.TryGetValue(ModelKeys.Runtime, out string? named)
        ? named
        : version.Files.ContainsKey(ModelFiles.Onnx)
            ? Onnx
            : throw new ModelLoadException($"it has no file '{ModelFiles.Onnx}', only {string.Join(", ", version.Files.Keys)}, and no tag '{ModelKeys.Runtime}' says which runtime opens it. There are {string.Join(", ", Names)}.");
}
