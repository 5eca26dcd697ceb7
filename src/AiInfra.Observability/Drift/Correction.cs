namespace AiInfra.Observability.Drift;

/// <summary>How p-values of many columns are corrected.</summary>
public enum Correction
{
    /// <summary>Holm: the chance of any false finding among all columns is bounded.</summary>
    Holm,

    /// <summary>Benjamini-Hochberg: the expected share of false ones among the findings is bounded. Finds more, and is wrong more often.</summary>
    BenjaminiHochberg,

    /// <summary>None: every column for itself.</summary>
    None,
}
