namespace AiInfra.Evaluation.Calibration;

/// <summary>A stored calibrator cannot be read, or a model cannot take one. The message says what was expected, what came, and what to do.</summary>
public sealed class CalibrationException(string message, Exception? inner = null) : AiInfraException(message, inner);
