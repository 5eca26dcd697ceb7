namespace AiInfra.Core.Catalog;

/// <summary>Where a run stands.</summary>
public enum RunStatus : byte
{
    /// <summary>Started, not ended, and the process that runs it lives as far as the store can tell.</summary>
    Running,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Ended by request.</summary>
    Cancelled,

    /// <summary>Not ended by the process that ran it: that one is gone. It can be taken up again.</summary>
    Interrupted,
}
