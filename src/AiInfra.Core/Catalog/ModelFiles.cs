namespace AiInfra.Core.Catalog;

/// <summary>Names of files in a <see cref="ModelVersion"/> that the layers agree on.</summary>
public static class ModelFiles
{
    /// <summary>The ONNX model: raw columns in, answers out.</summary>
    public const string Onnx = "model.onnx";

    /// <summary>The fitted encoder, as JSON.</summary>
    public const string Encoder = "encoder.json";

    /// <summary>The evaluation report, as JSON.</summary>
    public const string Report = "report.json";
}
