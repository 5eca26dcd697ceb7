namespace AiInfra.Training.Language;

/// <summary>How the places of a sequence become one description of it.</summary>
public enum Pooling
{
    /// <summary>The mean over all places that are not padding.</summary>
    Mean,

    /// <summary>The first place: put a token of its own there (CLS, Devlin et al. 2018).</summary>
    First,
}
