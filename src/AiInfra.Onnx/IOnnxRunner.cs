namespace AiInfra.Onnx;

/// <summary>Opens ONNX models to run them: for the comparison of an export with its model, and for the calibration of a quantization. This package has none of its own; AiInfra.Training has one on ONNX Runtime.</summary>
public interface IOnnxRunner
{
    /// <summary>Opens a model.</summary>
    IOnnxSession Open(OnnxModel model);
}
