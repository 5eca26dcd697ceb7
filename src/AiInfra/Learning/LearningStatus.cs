namespace AiInfra.Learning;

/// <summary>Where a loop stands.</summary>
public sealed record LearningStatus
{
    /// <summary>Version that answers; null before the first.</summary>
    public required int? Champion { get; init; }

    /// <summary>Labelled rows ever seen.</summary>
    public required long Labelled { get; init; }

    /// <summary>Challengers trained, the first model not counted.</summary>
    public required int Retrainings { get; init; }

    /// <summary>Challengers that became champion.</summary>
    public required int Promotions { get; init; }

    /// <summary>Challengers that did not pass the gate.</summary>
    public required int Refusals { get; init; }

    /// <summary>Promotions taken back.</summary>
    public required int Rollbacks { get; init; }

    /// <summary>Retrainings that ended in an error.</summary>
    public int Failures { get; init; }

    /// <summary>Whether the champion is still compared with the one before it.</summary>
    public required bool Watching { get; init; }

    /// <summary>Predictions forgotten before their label came.</summary>
    public required long Forgotten { get; init; }

    /// <summary>Labels that did not fit what is learned, such as a text where numbers are learned; they are left out.</summary>
    public long Unusable { get; init; }

    /// <summary>Labelled rows that wait because their label is a class that is not known yet; they are learned from once <see cref="LearningOptions.RowsOfNewClass"/> rows have it.</summary>
    public long OfUnknownClass { get; init; }
}
