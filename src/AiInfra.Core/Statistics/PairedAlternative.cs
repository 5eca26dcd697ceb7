namespace AiInfra.Core.Statistics;

/// <summary>What a paired test looks for in the differences, first minus second.</summary>
public enum PairedAlternative
{
    /// <summary>The differences are not centred on zero.</summary>
    TwoSided,

    /// <summary>The first is larger.</summary>
    Greater,

    /// <summary>The first is smaller.</summary>
    Less,
}
