using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>A gate decided on a candidate. The event keeps the whole decision, which the evaluation's <c>GateDecision.FromJson</c> reads back with every number; this is what history needs of it.</summary>
/// <param name="Verdict">"Pass", "Fail" or "NotEnoughEvidence".</param>
/// <param name="Conditions">What each condition found, in the gate's order.</param>
/// <param name="Rows">Rows decided on.</param>
/// <param name="Candidate">Name or version of the candidate, when given.</param>
/// <param name="Champion">Name or version of the champion, when given.</param>
public sealed record GateDecided(string Verdict = GateDecided.Pass, IReadOnlyList<GateCondition>? Conditions = null, int Rows = 0, string? Candidate = null, string? Champion = null) : IEventData<GateDecided>
{
    /// <summary>Verdict of a gate whose conditions are met.</summary>
    public const string Pass = "Pass";

    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.Gate];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<GateDecided> Json => EventJson.Default.GateDecided;

    /// <summary>What each condition found, in the gate's order.</summary>
    public IReadOnlyList<GateCondition> Conditions { get; init; } = Conditions ?? [];

    /// <inheritdoc />
    public override string ToString() => $"GateDecided {{ Verdict = {Verdict}, Conditions = {Shown.List(Conditions)}, Rows = {Rows}, Candidate = {Candidate}, Champion = {Champion} }}";
}
