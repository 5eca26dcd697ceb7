namespace AiInfra.Core.Pipelines;

/// <summary>What becomes of scheduled runs whose time passed while nothing could run them: the host was down, or the run before took longer. The log tells of them in each case.</summary>
public enum MissedRuns
{
    /// <summary>One run for all of them, under the newest of their times.</summary>
    RunOnce,

    /// <summary>None; the next comes at its time.</summary>
    Skip,

    /// <summary>Each of them, the oldest first.</summary>
    RunAll,
}
