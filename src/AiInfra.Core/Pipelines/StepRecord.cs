namespace AiInfra.Core.Pipelines;

/// <summary>What the ledger knows of a step under one identity.</summary>
public sealed record StepRecord
{
    /// <summary>What it is.</summary>
    public required StepIdentity Identity { get; init; }

    /// <summary>Where it stands.</summary>
    public required StepRecordState State { get; init; }

    /// <summary>How often it was taken up.</summary>
    public required int Attempts { get; init; }

    /// <summary>The newest fencing token.</summary>
    public required long Token { get; init; }

    /// <summary>Who holds or last held it.</summary>
    public string? Owner { get; init; }

    /// <summary>Until when it is held, UTC.</summary>
    public DateTimeOffset LeasedUntil { get; init; }

    /// <summary>When this changed last, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>How long the run that ended it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The result as JSON, when it is done.</summary>
    public string? Result { get; init; }

    /// <summary>The digest of the result.</summary>
    public string? ResultDigest { get; init; }

    /// <summary>Why it failed last.</summary>
    public string? Error { get; init; }
}
