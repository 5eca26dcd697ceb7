using System.Text.Json.Serialization;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>What was learned of a column that is encoded.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "as")]
[JsonDerivedType(typeof(NumberPlan), "number")]
[JsonDerivedType(typeof(InstantPlan), "instant")]
[JsonDerivedType(typeof(CategoryPlan), "category")]
[JsonDerivedType(typeof(TextPlan), "text")]
internal abstract record ColumnPlan(string Name, ValueKind Kind);
