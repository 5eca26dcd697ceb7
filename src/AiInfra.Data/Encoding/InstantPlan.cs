using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>A linear part over unix milliseconds, and the circles on which the time lies.</summary>
internal sealed record InstantPlan(string Name, NumberPlan Linear, bool Day, bool Week, bool Year) : ColumnPlan(Name, ValueKind.Instant);
