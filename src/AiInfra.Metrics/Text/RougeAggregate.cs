namespace AiInfra.Metrics.Text;

/// <summary>Mean ROUGE with its bootstrap interval.</summary>
/// <param name="Low">Lower ends.</param>
/// <param name="Mid">Medians of the resampled means.</param>
/// <param name="High">Upper ends.</param>
/// <param name="Confidence">Confidence of both sides together.</param>
public sealed record RougeAggregate(RougeScore Low, RougeScore Mid, RougeScore High, double Confidence);
