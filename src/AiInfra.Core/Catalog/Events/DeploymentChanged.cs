using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>A promotion, rollback, challenge or withdrawal: which versions played which part before and after. Its event is written in the transaction of the change.</summary>
/// <param name="ChampionFrom">Champion before.</param>
/// <param name="ChampionTo">Champion after.</param>
/// <param name="ChallengerFrom">Version on trial before.</param>
/// <param name="ChallengerTo">Version on trial after.</param>
/// <param name="ChallengerShare">Share of requests that it answers from now on, 0 to 1.</param>
/// <param name="Actor">Who decided.</param>
/// <param name="Reason">Why.</param>
/// <param name="OtherSignature">Whether a version with other inputs or outputs was taken knowingly.</param>
public sealed record DeploymentChanged(
    int? ChampionFrom = null,
    int? ChampionTo = null,
    int? ChallengerFrom = null,
    int? ChallengerTo = null,
    double ChallengerShare = 0,
    string Actor = "",
    string Reason = "",
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool OtherSignature = false) : IEventData<DeploymentChanged>
{
    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.Promotion, EventKinds.Rollback, EventKinds.Challenge, EventKinds.Withdrawal];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<DeploymentChanged> Json => EventJson.Default.DeploymentChanged;
}
