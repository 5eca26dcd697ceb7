namespace AiInfra.Core.Pipelines;

/// <summary>What became of a step in a run.</summary>
public enum StepState
{
    /// <summary>Its result was remembered; it did not run.</summary>
    Remembered,

    /// <summary>Another worker holds it; this one waits for the result.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Started,

    /// <summary>It failed and will be tried again.</summary>
    Retrying,

    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It failed for good in this run.</summary>
    Failed,

    /// <summary>It could not run, because a step before it failed.</summary>
    NotRun,
}
