namespace AiInfra.Benchmarks.Ratios;

internal sealed record InferRequest(float[] Input);
