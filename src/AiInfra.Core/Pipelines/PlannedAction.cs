namespace AiInfra.Core.Pipelines;

/// <summary>What a run would do with a step.</summary>
public enum PlannedAction
{
    /// <summary>Nothing: its result is remembered.</summary>
    Remembered,

    /// <summary>It would run.</summary>
    Runs,

    /// <summary>It would run unless the steps before it give what they gave before.</summary>
    MayRun,
}
