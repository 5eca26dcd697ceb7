namespace AiInfra.Benchmarks.Ratios;

/// <summary>784-512-512-10, batch 128: the work of a step shows.</summary>
internal sealed class TrainerStepRatio() : StepRatio("trainer-step", 0.97, 300, 128, [784, 512, 512, 10]);
