namespace AiInfra.Training.Language;

/// <summary>How a transformer knows the place of a token.</summary>
public enum PositionKind
{
    /// <summary>Queries and keys are turned by angles that grow with the place, so that a score depends on the distance (Su et al., RoFormer, 2021); halves of a head are the pairs.</summary>
    Rotary,

    /// <summary>A learned vector for each place, added to the token's (Radford et al. 2019).</summary>
    Learned,
}
