namespace AiInfra.Training.Language;

/// <summary>The part of a transformer layer that looks at each place alone.</summary>
public enum FeedForwardKind
{
    /// <summary>One projection gates another: silu(x A) · x B, then C (Shazeer, GLU Variants Improve Transformer, 2020).</summary>
    SwiGlu,

    /// <summary>Two projections with GELU between (Hendrycks and Gimpel 2016).</summary>
    Gelu,
}
