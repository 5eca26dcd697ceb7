using AiInfra.Core.Filters;

namespace AiInfra.Core.Catalog;

/// <summary>A condition of a search for runs, checked: the operator suits the field, and the value is a number or a text as the field needs.</summary>
/// <param name="Field">What is asked for.</param>
/// <param name="Key">The metric, parameter or tag, or the attribute's one name.</param>
/// <param name="Condition">Operator and value.</param>
public sealed record RunCondition(RunField Field, string Key, FilterCondition Condition);
