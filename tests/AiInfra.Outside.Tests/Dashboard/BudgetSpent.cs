using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.Outside.Tests.Dashboard;

/// <summary>Of a deployment's budget so much was spent: a kind of event from outside.</summary>
public sealed record BudgetSpent(double Spent = 0, double Limit = 0) : IEventData<BudgetSpent>
{
    public const string Kind = "budget-spent";

    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [Kind];

    [JsonIgnore]
    public static JsonTypeInfo<BudgetSpent> Json => BudgetJson.Default.BudgetSpent;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BudgetSpent))]
internal sealed partial class BudgetJson : JsonSerializerContext;
