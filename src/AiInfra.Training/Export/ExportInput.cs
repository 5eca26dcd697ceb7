using AiInfra.Onnx;

namespace AiInfra.Training.Export;

/// <summary>An input of a model that is exported.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape; a symbol such as <c>"batch"</c> or <c>"time"</c> stays free, and stands for one size wherever it occurs.</param>
/// <param name="ElementType">Float, Double, Int64, Int32 or Bool.</param>
public sealed record ExportInput(string Name, OnnxShape Shape, OnnxElementType ElementType = OnnxElementType.Float)
{
    /// <summary>For whole numbers: the comparison draws them from 0 to below this. For an embedding it is the number of its rows.</summary>
    /// <value>2.</value>
    public long Below { get; init; } = 2;

    /// <inheritdoc />
    public override string ToString() => $"ExportInput {{ Name = {Name}, Shape = {Shape}, ElementType = {ElementType}, Below = {Below} }}";
}
