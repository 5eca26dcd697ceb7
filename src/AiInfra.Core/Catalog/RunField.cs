namespace AiInfra.Core.Catalog;

/// <summary>What of a run a search asks for.</summary>
public enum RunField
{
    /// <summary>The latest value of a metric.</summary>
    Metric,

    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>What every run has, such as its name or start.</summary>
    Attribute,

    /// <summary>A dataset it read.</summary>
    Dataset,
}
