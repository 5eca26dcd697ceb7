using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>A window of labelled answers of a version was judged. Also written where nothing was found: the line over time needs both.</summary>
/// <param name="Version">Version that answered.</param>
/// <param name="Role">Role in which it answered: "Champion", "Challenger" or "Shadow".</param>
/// <param name="Report">The judgement.</param>
public sealed record QualityJudged(int Version = 0, string Role = "", AnswerQuality? Report = null) : IEventData<QualityJudged>
{
    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.Quality];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<QualityJudged> Json => EventJson.Default.QualityJudged;

    /// <summary>The judgement.</summary>
    public AnswerQuality Report { get; init; } = Report ?? new AnswerQuality();

    /// <summary>Whether the answers were copies that no caller got.</summary>
    [JsonIgnore]
    public bool IsShadow => string.Equals(Role, "Shadow", StringComparison.OrdinalIgnoreCase);
}
