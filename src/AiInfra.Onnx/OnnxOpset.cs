namespace AiInfra.Onnx;

/// <summary>A set of operators that a model uses.</summary>
/// <param name="Domain">Its domain; empty is the standard one, <see cref="MachineLearning"/> the classic models'.</param>
/// <param name="Version">Its version.</param>
public sealed record OnnxOpset(string Domain, long Version)
{
    /// <summary>Domain of the operators for classic models: <c>ai.onnx.ml</c>.</summary>
    public const string MachineLearning = "ai.onnx.ml";

    /// <summary>The domain with its two spellings of the standard one made equal.</summary>
    internal string Key => Normalise(Domain);

    internal static string Normalise(string domain) => domain == "ai.onnx" ? "" : domain;

    /// <inheritdoc />
    public override string ToString() => $"{(Domain.Length == 0 ? "ai.onnx" : Domain)} {Version}";
}
