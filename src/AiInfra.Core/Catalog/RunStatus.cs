namespace AiInfra.Core.Catalog;

/// <summary>Where a run stands.</summary>
public enum RunStatus : byte
{
    /// <summary>Started, not ended. A run whose process died stays here until it is resumed or ended.</summary>
    Running,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Ended by request.</summary>
    Cancelled,
}
