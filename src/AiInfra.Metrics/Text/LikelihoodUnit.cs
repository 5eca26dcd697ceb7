namespace AiInfra.Metrics.Text;

/// <summary>What a log-likelihood is divided by.</summary>
public enum LikelihoodUnit
{
    /// <summary>Tokens of the model. Models with other tokenizers cannot be compared.</summary>
    Token,

    /// <summary>Words: runs of white space plus one, as lm-evaluation-harness counts.</summary>
    Word,

    /// <summary>Bytes of UTF-8.</summary>
    Byte,
}
