namespace AiInfra.Training.Export;

/// <summary>A model can't be written as ONNX, or what was written does not answer as the model does. The message names the module's path or the figures.</summary>
public sealed class OnnxExportException(string message, Exception? inner = null) : AiInfraException(message, inner);
