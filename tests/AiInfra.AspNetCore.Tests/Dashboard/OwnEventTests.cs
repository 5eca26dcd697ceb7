// <readme> docs/dashboard.md 2
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiInfra.Core.Catalog.Events;
// </readme>
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Tests.Dashboard;

/// <summary>A host writes events of a kind of its own.</summary>
public sealed class OwnEventTests
{
    [Fact]
    public async Task Event_OfAKindFromOutside_IsShownAndReadsBack()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]>());
        await host.Catalog.Events.AddAsync([CatalogEvent.Of(LabelsImported.Kind, "sum", DateTimeOffset.UtcNow, "12 labels came", new LabelsImported(12, "labels.csv"))]);
        Assert.Contains("12 labels came", (await host.GetAsync("aiinfra/events?kind=labels-imported")).Body);
        Assert.Equal(new LabelsImported(12, "labels.csv"), (await host.Catalog.Events.ListAsync(new EventQuery { Kind = LabelsImported.Kind })).Single().Read<LabelsImported>());
    }
}

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
