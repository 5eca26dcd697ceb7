namespace AiInfra.Training.Loop;

/// <summary>What an update did.</summary>
/// <param name="Outcome">Whether the step was taken.</param>
/// <param name="Rate">Learning rate of the first group.</param>
/// <param name="Norm">Norm of all gradients before clipping; NaN where it was not asked for.</param>
internal readonly record struct StepUpdate(UpdateOutcome Outcome, double Rate, double Norm);
