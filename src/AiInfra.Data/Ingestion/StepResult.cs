namespace AiInfra.Data.Ingestion;

/// <summary>What a step says of one record: nothing more than the record where it goes on, else one of these.</summary>
public static class StepResult
{
    /// <summary>The record is left out under an outcome of its own: "late".</summary>
    /// <param name="outcome">What became of it, in small letters, digits and hyphens.</param>
    /// <param name="by">What decided, where that is more than the outcome says.</param>
    public static DroppedRecord Drop(string outcome, string? by = null) => new(outcome, by);

    /// <summary>The record is put aside.</summary>
    /// <param name="reason">A short, stable word.</param>
    /// <param name="detail">What was expected and what was found.</param>
    public static RejectedRecord Reject(string reason, string detail) => new(reason, detail);

    /// <summary>The record goes on, changed; the report counts the change under its name.</summary>
    public static StepResult<T> Change<T>(string name, T record) => new(record, name, null, null);
}
