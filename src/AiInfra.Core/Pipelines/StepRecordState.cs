namespace AiInfra.Core.Pipelines;

/// <summary>Where a step stands in the ledger.</summary>
public enum StepRecordState : byte
{
    /// <summary>Somebody took it up. When the lease has ended, that worker is gone.</summary>
    Leased,

    /// <summary>Its result is remembered.</summary>
    Done,

    /// <summary>It failed and nobody holds it.</summary>
    Failed,

    /// <summary>Nobody holds it, and it has no result: it was given back or forgotten.</summary>
    Open,
}
