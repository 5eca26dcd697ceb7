namespace AiInfra.Metrics.Statistics;

/// <summary>What a test of two sides looks for: in the differences of pairs, or between two samples, first minus second.</summary>
public enum PairedAlternative
{
    /// <summary>The two differ, in either direction.</summary>
    TwoSided,

    /// <summary>The first is larger.</summary>
    Greater,

    /// <summary>The first is smaller.</summary>
    Less,
}
