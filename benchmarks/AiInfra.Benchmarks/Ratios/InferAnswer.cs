namespace AiInfra.Benchmarks.Ratios;

internal sealed record InferAnswer(float[] Probability);
