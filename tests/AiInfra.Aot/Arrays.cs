namespace AiInfra.Aot;

internal sealed record Arrays(float[] Numbers, long[] Ids, string[] Words);
