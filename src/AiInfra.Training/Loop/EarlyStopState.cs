namespace AiInfra.Training.Loop;

/// <summary>What early stopping remembers.</summary>
internal sealed record EarlyStopState(double Best, long BestStep, int Waited);
