namespace AiInfra.Training.Loop;

/// <summary>The parts of a step whose time is measured.</summary>
internal enum StepPhase
{
    Data,
    Forward,
    Backward,
    Optimizer,
    Rest,
}
