using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Gates;

/// <summary>What a gate decides on.</summary>
/// <param name="candidate">Predictions of the model that wants to pass.</param>
/// <param name="champion">Predictions of the present champion on the same rows; null when there is none.</param>
/// <param name="facts">What is known of the candidate beside its answers; null when nothing is.</param>
public sealed class GateContext(PredictionSet candidate, PredictionSet? champion = null, ModelFacts? facts = null)
{
    private readonly Dictionary<(string Signature, double Confidence), Score> _scores = [];

    /// <summary>Predictions of the model that wants to pass.</summary>
    public PredictionSet Candidate { get; } = candidate ?? throw new ArgumentNullException(nameof(candidate));

    /// <summary>Predictions of the champion; null when there is none.</summary>
    public PredictionSet? Champion { get; } = champion;

    /// <summary>What is known of the candidate beside its answers; null when nothing is.</summary>
    public ModelFacts? Facts { get; } = facts;

    /// <summary>The candidate's score, computed once.</summary>
    public Score Score(IMetric metric, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(metric);
        if (!_scores.TryGetValue((metric.Signature, confidence), out Score? score))
        {
            _scores[(metric.Signature, confidence)] = score = Candidate.Score(metric, confidence);
        }

        return score;
    }
}
