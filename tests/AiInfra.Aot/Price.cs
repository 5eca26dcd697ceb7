namespace AiInfra.Aot;

internal sealed record Price(double Value);
