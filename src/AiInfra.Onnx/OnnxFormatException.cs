namespace AiInfra.Onnx;

/// <summary>An ONNX file or model is damaged, hostile, or breaks a rule of the format.</summary>
/// <param name="what">What is wrong.</param>
/// <param name="where">Where, as a path such as <c>graph.node[3].attribute[0]</c>.</param>
/// <param name="advice">What to do about it.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class OnnxFormatException(string what, string where, string advice, Exception? inner = null)
    : IOException($"{what} (at {where}). {advice}", inner)
{
    /// <summary>What is wrong.</summary>
    public string What { get; } = what;

    /// <summary>Where it is wrong, as a path such as <c>graph.node[3].attribute[0]</c>.</summary>
    public string Where { get; } = where;

    /// <summary>What to do about it.</summary>
    public string Advice { get; } = advice;
}
