namespace AiInfra.Training.Language;

/// <summary>Why a text was not continued further.</summary>
public enum GenerationEnd
{
    /// <summary>It has as many new tokens as were asked for.</summary>
    Tokens,

    /// <summary>A stop token came.</summary>
    StopToken,

    /// <summary>It fills the model's context.</summary>
    Context,
}
