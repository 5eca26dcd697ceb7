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

    /// <summary>Whether the file wrote the domain although it is empty; kept so that files stay byte for byte what they were.</summary>
    internal bool EmptyDomainWritten { get; init; }

    /// <inheritdoc />
    public bool Equals(OnnxOpset? other) => other is not null && Domain == other.Domain && Version == other.Version;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Domain, Version);

    internal static string Normalise(string domain) => domain == "ai.onnx" ? "" : domain;

    /// <inheritdoc />
    public override string ToString() => $"{(Domain.Length == 0 ? "ai.onnx" : Domain)} {Version}";
}
