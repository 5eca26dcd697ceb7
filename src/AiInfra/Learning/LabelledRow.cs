using AiInfra.Core.Rows;

namespace AiInfra.Learning;

/// <summary>A row whose label is known.</summary>
/// <param name="Inputs">The raw inputs, without the target.</param>
/// <param name="Label">What was true.</param>
/// <param name="Position">Its place among all labelled rows, counted from 0 in the order in which labels became known.</param>
public sealed record LabelledRow(Row Inputs, Value Label, long Position);
