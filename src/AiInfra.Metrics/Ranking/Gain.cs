namespace AiInfra.Metrics.Ranking;

/// <summary>What a relevance is worth.</summary>
public enum Gain
{
    /// <summary>The relevance itself (scikit-learn, trec_eval).</summary>
    Linear,

    /// <summary>2^relevance - 1 (Burges 2005; the default of LightGBM and XGBoost).</summary>
    Exponential,
}
