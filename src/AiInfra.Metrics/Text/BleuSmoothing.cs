namespace AiInfra.Metrics.Text;

/// <summary>What BLEU takes for a precision of zero (Chen and Cherry 2014).</summary>
public enum BleuSmoothing
{
    /// <summary>The k-th order without a match counts as 1/2^k matches, as mteval-v13a does.</summary>
    Exponential,

    /// <summary>A small number of matches, 0.1 by default.</summary>
    Floor,

    /// <summary>Adds k, 1 by default, to matches and totals of all orders above the first (Lin and Och 2004).</summary>
    AddK,

    /// <summary>Nothing: a zero makes the score zero.</summary>
    None,
}
