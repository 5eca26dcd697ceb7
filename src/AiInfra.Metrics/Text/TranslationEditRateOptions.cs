namespace AiInfra.Metrics.Text;

/// <summary>How TER reads texts. The defaults are those of sacrebleu and Tercom.</summary>
public sealed record TranslationEditRateOptions
{
    /// <summary>Whether punctuation is cut off and entities are resolved first.</summary>
    /// <value>Default false: words are what white space separates.</value>
    public bool Normalized { get; init; }

    /// <summary>Whether . , ? : ; ! " ( ) are removed.</summary>
    /// <value>Default false.</value>
    public bool NoPunctuation { get; init; }

    /// <summary>Whether, with <see cref="Normalized"/>, Chinese and Japanese characters are words of their own, and, with <see cref="NoPunctuation"/>, their punctuation goes, too.</summary>
    /// <value>Default false.</value>
    public bool AsianSupport { get; init; }

    /// <summary>Whether case counts.</summary>
    /// <value>Default false.</value>
    public bool CaseSensitive { get; init; }

    internal string Signature => $"case:{(CaseSensitive ? "mixed" : "lc")}|tok:tercom|norm:{(Normalized ? "yes" : "no")}|punct:{(NoPunctuation ? "no" : "yes")}|asian:{(AsianSupport ? "yes" : "no")}";
}
