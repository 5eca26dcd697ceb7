using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>What was decided about a column, and why.</summary>
/// <param name="Column">Name.</param>
/// <param name="Kind">Kind of its values.</param>
/// <param name="Encoding">What it became, for example <c>number</c>, <c>one-hot</c>, <c>left out</c>.</param>
/// <param name="Reason">Why, with the figures that decided.</param>
/// <param name="Rows">Rows seen.</param>
/// <param name="Missing">Rows in which it was missing.</param>
/// <param name="Features">Dense features and indices that it gives.</param>
public sealed record ColumnDecision(string Column, ValueKind Kind, string Encoding, string Reason, long Rows, long Missing, int Features);
