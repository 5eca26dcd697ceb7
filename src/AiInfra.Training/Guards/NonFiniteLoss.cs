namespace AiInfra.Training.Guards;

/// <summary>What happens when a loss is NaN or infinite.</summary>
public enum NonFiniteLoss
{
    /// <summary>The training ends with a <see cref="TrainingException"/> that says where.</summary>
    Fail,

    /// <summary>The batch is left out and counted in the result's skipped batches.</summary>
    Skip,
}
