namespace AiInfra.Data.Ingestion;

/// <summary>Texts that stand for "no value".</summary>
public static class MissingMarkers
{
    /// <summary>The empty cell, "?", "NA", "N/A", "#N/A", "null", "NaN" and "-", compared ignoring case after blanks around the cell are taken off, quoted or not. "None" is not among them: in many tables it is a category.</summary>
    public static IReadOnlyList<string> Default { get; } = ["", "?", "NA", "N/A", "#N/A", "null", "NaN", "-"];
}
