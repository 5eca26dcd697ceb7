namespace AiInfra.Metrics.Ranking;

/// <summary>How documents with equal scores are ranked.</summary>
public enum TieHandling
{
    /// <summary>They share the mean gain of their ranks: the mean over all their orders. For gains only.</summary>
    Averaged,

    /// <summary>The least relevant first, so that ties never flatter.</summary>
    Worst,

    /// <summary>In the order given.</summary>
    Given,

    /// <summary>The last given first (what scikit-learn's ignore_ties does on short lists).</summary>
    Reversed,
}
