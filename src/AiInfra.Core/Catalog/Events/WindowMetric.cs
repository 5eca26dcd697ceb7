namespace AiInfra.Core.Catalog.Events;

/// <summary>A metric over a window.</summary>
/// <param name="Name">Metric.</param>
/// <param name="Value">Its value.</param>
/// <param name="Rows">Rows that could be scored.</param>
public sealed record WindowMetric(string Name = "", double Value = double.NaN, int Rows = 0);
