using AiInfra.Core.Catalog;

namespace AiInfra.Training.Recipes;

/// <summary>What a recipe made: files by name, and the runtime that opens them.</summary>
public sealed record TrainedModel
{
    /// <summary>An ONNX model.</summary>
    /// <param name="onnx">The model: raw columns in; "label" and "probability", or "value" out.</param>
    /// <param name="encoder">The fitted encoder as JSON, where there is one.</param>
    /// <param name="report">What the encoder decided about each column, as text for people.</param>
    public TrainedModel(byte[] onnx, string? encoder = null, string? report = null)
    {
        ArgumentNullException.ThrowIfNull(onnx);
        Files = new Dictionary<string, byte[]> { [ModelFiles.Onnx] = onnx };
        (Encoder, Report) = (encoder, report);
    }

    /// <summary>A model that is no ONNX file: its files, and the runtime that opens them, by the name that the host registered it under. Its outputs are those of an ONNX model here. A decision rule cannot be written into it.</summary>
    /// <param name="runtime">Name of the runtime.</param>
    /// <param name="files">Files by name.</param>
    /// <param name="encoder">The fitted encoder as JSON, where there is one.</param>
    /// <param name="report">What was decided about each column, as text for people.</param>
    public TrainedModel(string runtime, IReadOnlyDictionary<string, byte[]> files, string? encoder = null, string? report = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(runtime);
        ArgumentNullException.ThrowIfNull(files);
        (Runtime, Files, Encoder, Report) = (runtime, files, encoder, report);
    }

    /// <summary>The runtime that opens it.</summary>
    /// <value>Null: ONNX Runtime opens <see cref="Onnx"/>.</value>
    public string? Runtime { get; }

    /// <summary>Its files by name; of an ONNX model "model.onnx".</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; private init; }

    /// <summary>The ONNX model.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public byte[] Onnx
    {
        get => Files.TryGetValue(ModelFiles.Onnx, out byte[]? onnx)
            ? onnx
            : throw new InvalidOperationException($"This model is no ONNX file: the runtime '{Runtime}' opens it, and its files are {string.Join(", ", Files.Keys)}.");
        init => Files = new Dictionary<string, byte[]>(Files) { [ModelFiles.Onnx] = value };
    }

    /// <summary>The same model with a file beside those it has: what a later training goes on from, for example. It is stored and registered with them.</summary>
    /// <exception cref="ArgumentException">There is a file of that name.</exception>
    public TrainedModel With(string name, byte[] bytes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(bytes);
        return Files.ContainsKey(name)
            ? throw new ArgumentException($"The model has a file '{name}' already.", nameof(name))
            : this with { Files = new Dictionary<string, byte[]>(Files) { [name] = bytes } };
    }

    /// <summary>The fitted encoder as JSON, where there is one.</summary>
    public string? Encoder { get; }

    /// <summary>What was decided about each column, as text for people.</summary>
    public string? Report { get; init; }

    /// <summary>The candidates it was chosen among, by <see cref="BestOfRecipe"/>.</summary>
    /// <value>None.</value>
    public IReadOnlyList<CandidateScore> Candidates { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => $"TrainedModel {{ Runtime = {Runtime}, Files = {string.Join(", ", Files.Select(f => $"{f.Key} ({f.Value.Length} bytes)"))}, Encoder = {Encoder}, Report = {Report} }}";
}
