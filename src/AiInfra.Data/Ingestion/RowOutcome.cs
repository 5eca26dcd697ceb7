namespace AiInfra.Data.Ingestion;

/// <summary>Names of what becomes of a row. Steps may have others (<see cref="IngestionStepContext.Drop"/>): "late", "near-duplicate".</summary>
public static class RowOutcome
{
    /// <summary>It is in the commit.</summary>
    public const string Written = "written";

    /// <summary>It was put aside, with a reason.</summary>
    public const string Quarantined = "quarantined";

    /// <summary>It was left out by a filter.</summary>
    public const string Filtered = "filtered";

    /// <summary>It repeats an earlier row.</summary>
    public const string Duplicate = "duplicate";
}
