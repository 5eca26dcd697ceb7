namespace AiInfra.Evaluation.Predictions;

/// <summary>What is predicted.</summary>
public enum PredictionTask
{
    /// <summary>One of a set of classes.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}
