namespace AiInfra.Training.Loop;

/// <summary>Where a training stands.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="TotalSteps">Steps it will take at most, where that is known.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Loss">Loss of the last step.</param>
/// <param name="ValidationScore">The monitored figure at the last validation; NaN before.</param>
/// <param name="RowsPerSecond">Rows a second since the training started or resumed.</param>
/// <param name="Elapsed">Time spent, over all resumes.</param>
/// <param name="Remaining">Estimated time left, where the total is known. Early stopping may end it sooner.</param>
public readonly record struct TrainingProgress(
    long Step, long? TotalSteps, long Epoch, double Loss, double ValidationScore, double RowsPerSecond, TimeSpan Elapsed, TimeSpan? Remaining);
