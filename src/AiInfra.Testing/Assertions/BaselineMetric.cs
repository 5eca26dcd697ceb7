namespace AiInfra.Testing;

/// <summary>A metric's value in a baseline file.</summary>
internal sealed record BaselineMetric(string Name, string Signature, double Value);
