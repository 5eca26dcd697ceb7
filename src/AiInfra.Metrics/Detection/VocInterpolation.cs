namespace AiInfra.Metrics.Detection;

/// <summary>How VOC turns a curve into a number.</summary>
public enum VocInterpolation
{
    /// <summary>The best precision at 11 recalls from 0 to 1 (until 2009).</summary>
    ElevenPoints,

    /// <summary>The area under the curve made monotone from the right (since 2010).</summary>
    AllPoints,
}
