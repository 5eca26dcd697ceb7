namespace AiInfra.Metrics.Classification;

/// <summary>What a ratio is when its denominator is zero: the precision of a class never predicted, the recall of one that never occurs. Every such class is counted in the score, whatever is chosen.</summary>
public enum ZeroDivision
{
    /// <summary>0: the field's usual convention.</summary>
    Zero,

    /// <summary>1.</summary>
    One,

    /// <summary>NaN; averages leave such classes out.</summary>
    Undefined,
}
