namespace AiInfra.Evaluation.Slices;

/// <summary>How the p-values of all tested slices are corrected for their number.</summary>
public enum SliceCorrection
{
    /// <summary>Benjamini and Hochberg (1995): of the slices reported, the expected share that is chance stays at the level.</summary>
    BenjaminiHochberg,

    /// <summary>Holm (1979): the chance that even one reported slice is chance stays at the level.</summary>
    Holm,
}
