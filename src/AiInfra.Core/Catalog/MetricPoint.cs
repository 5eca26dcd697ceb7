namespace AiInfra.Core.Catalog;

/// <summary>A metric of a run at a step. NaN and infinities are kept.</summary>
/// <param name="Key">Name, for example "train/loss".</param>
/// <param name="Value">Value.</param>
/// <param name="Step">Step, counted as the run counts (optimizer steps, rows).</param>
/// <param name="At">When, UTC.</param>
public readonly record struct MetricPoint(string Key, double Value, long Step, DateTimeOffset At);
