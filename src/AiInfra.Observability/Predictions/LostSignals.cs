namespace AiInfra.Observability.Predictions;

/// <summary>What a log could not keep.</summary>
/// <param name="Dropped">Signals that found no room.</param>
/// <param name="Refused">Signals that the store refused to the last attempt.</param>
internal readonly record struct LostSignals(long Dropped, long Refused);
