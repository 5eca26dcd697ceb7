namespace AiInfra.Trees.Models;

/// <summary>How the answer follows a column, all else equal.</summary>
public enum MonotoneDirection
{
    /// <summary>More of the column never lowers the answer; of two classes, never the probability of the second.</summary>
    Increasing = 1,

    /// <summary>More of the column never raises it.</summary>
    Decreasing = -1,
}
