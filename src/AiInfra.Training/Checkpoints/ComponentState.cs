using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>What one part of a training remembers: tensors and texts by name.</summary>
/// <param name="source">Where it comes from, for error messages: the checkpoint's path.</param>
public sealed class ComponentState(string source = "The state")
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Where it comes from: a checkpoint's path when it is restored.</summary>
    public string Source { get; } = source;

    /// <summary>Tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Texts by name.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>Adds a tensor on any device. It stays its owner's.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string name, Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tensor);
        _tensors.Add(name, tensor);
    }

    /// <summary>Adds a text.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string name, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(text);
        _texts.Add(name, text);
    }

    /// <summary>A tensor that must be there.</summary>
    /// <exception cref="CheckpointException">It is not.</exception>
    public Tensor Tensor(string name) => _tensors.TryGetValue(name, out Tensor? tensor) ? tensor : throw Missing("tensor", name, _tensors.Keys);

    /// <summary>A text that must be there.</summary>
    /// <exception cref="CheckpointException">It is not.</exception>
    public string Text(string name) => _texts.TryGetValue(name, out string? text) ? text : throw Missing("text", name, _texts.Keys);

    private CheckpointException Missing(string kind, string name, IEnumerable<string> there) =>
        new($"{Source} holds no {kind} '{name}' where one is expected. There are: {string.Join(", ", there.DefaultIfEmpty("none"))}.");
}
