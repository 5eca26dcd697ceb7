using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Gates;

/// <summary>What an answer that never changes would say.</summary>
internal static class MajorityClass
{
    /// <summary>The most frequent class of classified rows and its share, by weight.</summary>
    public static (int Class, double Share) Of(PredictionSet predictions)
    {
        var weights = new double[predictions.Classes!.Count];
        for (int i = 0; i < predictions.Count; i++)
        {
            weights[predictions.Labels[i]] += predictions.IsWeighted ? predictions.Weights[i] : 1;
        }

        int most = Array.IndexOf(weights, weights.Max());
        return (most, weights[most] / weights.Sum());
    }
}
