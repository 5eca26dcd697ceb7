using System.Diagnostics.CodeAnalysis;

namespace AiInfra.Data.Ingestion;

/// <summary>What a step says of one record. A record converts to it: it goes on.</summary>
/// <typeparam name="T">The record behind the step.</typeparam>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "StepResult has them.")]
public readonly struct StepResult<T>
{
    internal StepResult(T record, string? changed, DroppedRecord? dropped, RejectedRecord? rejected)
    {
        Record = record;
        Changed = changed;
        Dropped = dropped;
        Rejected = rejected;
    }

    internal T Record { get; }

    internal string? Changed { get; }

    internal DroppedRecord? Dropped { get; }

    internal RejectedRecord? Rejected { get; }

    /// <summary>The record goes on.</summary>
    public static implicit operator StepResult<T>(T record) => new(record, null, null, null);

    /// <summary>The record is left out.</summary>
    public static implicit operator StepResult<T>(DroppedRecord dropped) => new(default!, null, dropped, null);

    /// <summary>The record is put aside.</summary>
    public static implicit operator StepResult<T>(RejectedRecord rejected) => new(default!, null, null, rejected);
}
