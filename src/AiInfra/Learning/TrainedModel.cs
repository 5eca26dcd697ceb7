namespace AiInfra.Learning;

/// <summary>What a recipe made.</summary>
/// <param name="Onnx">The model: raw columns in; "label" and "probability", or "value" out.</param>
/// <param name="Encoder">The fitted encoder as JSON, where there is one.</param>
/// <param name="Report">What the encoder decided about each column, as text for people.</param>
public sealed record TrainedModel(byte[] Onnx, string? Encoder = null, string? Report = null)
{
    private static readonly Dictionary<string, byte[]> s_none = [];

    /// <summary>A model that is no ONNX file: its files, and the runtime that opens them, as the host registered it with <c>AddRuntime</c>. Its outputs are those of an ONNX model here. A decision rule cannot be written into it.</summary>
    /// <param name="runtime">Name of the runtime.</param>
    /// <param name="files">Files by name.</param>
    /// <param name="encoder">The fitted encoder as JSON, where there is one.</param>
    /// <param name="report">What was decided about each column, as text for people.</param>
    public TrainedModel(string runtime, IReadOnlyDictionary<string, byte[]> files, string? encoder = null, string? report = null)
        : this([], encoder, report)
    {
        ArgumentException.ThrowIfNullOrEmpty(runtime);
        ArgumentNullException.ThrowIfNull(files);
        (Runtime, Files) = (runtime, files);
    }

    /// <summary>The runtime that opens it.</summary>
    /// <value>Null: ONNX Runtime opens <see cref="Onnx"/>.</value>
    public string? Runtime { get; }

    /// <summary>Its files by name, where it is no ONNX file.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; } = s_none;

    /// <inheritdoc />
    public override string ToString() => $"TrainedModel {{ Runtime = {Runtime}, Onnx = {Onnx.Length} bytes, Files = {string.Join(", ", Files.Keys)}, Encoder = {Encoder}, Report = {Report} }}";
}
