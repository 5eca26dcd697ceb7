namespace AiInfra.Data.Encoding;

/// <summary>What stands in for a missing number.</summary>
public enum ImputeWith
{
    /// <summary>The median of what was seen.</summary>
    Median,

    /// <summary>The mean of what was seen.</summary>
    Mean,
}
