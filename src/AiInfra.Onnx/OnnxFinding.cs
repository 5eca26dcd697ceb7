namespace AiInfra.Onnx;

/// <summary>Something wrong with a model.</summary>
/// <param name="Where">Where, as a path such as <c>graph.node[3]</c>.</param>
/// <param name="What">What is wrong.</param>
public sealed record OnnxFinding(string Where, string What)
{
    /// <inheritdoc />
    public override string ToString() => $"{Where}: {What}";
}
