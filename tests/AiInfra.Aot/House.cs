namespace AiInfra.Aot;

internal sealed record House(double Size, string Color);
