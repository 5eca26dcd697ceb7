// <readme> docs/dashboard.md 2
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiInfra.Core.Catalog.Events;
// </readme>

namespace AiInfra.AspNetCore.Tests.Dashboard;

// <readme> docs/dashboard.md 2
public sealed record LabelsImported(int Rows = 0, string Source = "") : IEventData<LabelsImported>
{
    public const string Kind = "labels-imported";

    public static IReadOnlyList<string> Kinds { get; } = [Kind];

    public static JsonTypeInfo<LabelsImported> Json => ImportJson.Default.LabelsImported;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LabelsImported))]
public partial class ImportJson : JsonSerializerContext;
// </readme>
