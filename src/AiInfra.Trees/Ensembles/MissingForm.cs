namespace AiInfra.Trees.Ensembles;

/// <summary>What counts as missing at a node, by LightGBM's numbers.</summary>
internal enum MissingForm
{
    /// <summary>Nothing: NaN is taken for zero.</summary>
    None,

    /// <summary>Zero, and NaN.</summary>
    Zero,

    /// <summary>NaN.</summary>
    NaN,
}
