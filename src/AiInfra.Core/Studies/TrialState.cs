namespace AiInfra.Core.Studies;

/// <summary>Where a trial stands. The numbers are those of Optuna's storages.</summary>
public enum TrialState : byte
{
    /// <summary>A worker holds it.</summary>
    Running,

    /// <summary>It ended with its values.</summary>
    Complete,

    /// <summary>A pruner ended it early; its value is the last one reported.</summary>
    Pruned,

    /// <summary>It threw, gave a value that is not a number, or its worker died.</summary>
    Failed,

    /// <summary>It was enqueued, or is the repetition of one whose worker died, and nobody has taken it yet.</summary>
    Waiting,
}
