namespace AiInfra.Evaluation.Calibration;

/// <summary>A stored calibrator cannot be read, or a model cannot take one. The message says what was expected, what came, and what to do.</summary>
public sealed class CalibrationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public CalibrationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public CalibrationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
