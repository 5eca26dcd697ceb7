using AiInfra.Core.Rows;

namespace AiInfra.Core.Signals;

/// <summary>An answer whose label became known.</summary>
/// <param name="Id">Id of the answer.</param>
/// <param name="Answer">What was remembered of it.</param>
/// <param name="Label">What was true.</param>
/// <param name="LabelledAt">When that became known.</param>
/// <typeparam name="TAnswer">What is remembered of an answer.</typeparam>
public readonly record struct LabelledAnswer<TAnswer>(string Id, TAnswer Answer, Value Label, DateTimeOffset LabelledAt);
