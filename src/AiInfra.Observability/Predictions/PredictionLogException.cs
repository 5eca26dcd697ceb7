namespace AiInfra.Observability.Predictions;

/// <summary>Predictions or feedback did not reach the store.</summary>
public sealed class PredictionLogException(string message, Exception? inner = null) : StoreException(message, inner);
