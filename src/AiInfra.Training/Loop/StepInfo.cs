namespace AiInfra.Training.Loop;

/// <summary>An optimizer step that was done.</summary>
/// <param name="Step">Steps done, this one included.</param>
/// <param name="Epoch">Epoch, from 0.</param>
/// <param name="Loss">Mean loss of its batches.</param>
/// <param name="LearningRate">Learning rate of the first parameter group.</param>
/// <param name="GradientNorm">Norm of all gradients before clipping; NaN where they are not clipped by norm.</param>
/// <param name="Rows">Rows it was done on.</param>
public readonly record struct StepInfo(long Step, long Epoch, double Loss, double LearningRate, double GradientNorm, long Rows);
