using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>A linear part over unix milliseconds, and the circles on which the time lies: as points on them, or plainly as hours and days from where they begin.</summary>
internal sealed record InstantPlan(string Name, NumberPlan Linear, bool Day, bool Week, bool Year, bool Plain = false) : ColumnPlan(Name, ValueKind.Instant);
