namespace AiInfra.Benchmarks.Ratios;

/// <summary>32-64-1, batch 64: what a step costs beside its work shows.</summary>
internal sealed class SmallStepRatio() : StepRatio("small-step", 0.90, 3000, 64, [32, 64, 1]);
