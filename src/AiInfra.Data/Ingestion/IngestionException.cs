namespace AiInfra.Data.Ingestion;

/// <summary>Rows could not be taken in: the source cannot be read as what it was said to be, or too many rows are bad. The dataset is unchanged.</summary>
public sealed class IngestionException : IOException
{
    /// <summary>Creates the exception.</summary>
    public IngestionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The reconciliation up to the stop, where a run was under way.</summary>
    public IngestionReport? Report { get; init; }
}
