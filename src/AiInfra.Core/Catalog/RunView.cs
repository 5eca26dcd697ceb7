namespace AiInfra.Core.Catalog;

/// <summary>Which runs or experiments are seen.</summary>
public enum RunView
{
    /// <summary>Those that are not marked as deleted.</summary>
    Active,

    /// <summary>Those that are.</summary>
    Deleted,

    /// <summary>All.</summary>
    All,
}
