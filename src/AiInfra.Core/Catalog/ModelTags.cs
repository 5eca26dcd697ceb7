namespace AiInfra.Core.Catalog;

/// <summary>Tags of a <see cref="ModelVersion"/> that the layers agree on.</summary>
public static class ModelTags
{
    /// <summary>The column that the model answers. It is in the training data and not among the inputs.</summary>
    public const string Target = "aiinfra.target";

    /// <summary>The name of the runtime that opens the version's files. Without it a version with a file "model.onnx" is opened by ONNX Runtime.</summary>
    public const string Runtime = "aiinfra.runtime";
}
