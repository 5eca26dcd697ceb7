namespace AiInfra.Data.Ingestion;

/// <summary>Rows could not be taken in: the source cannot be read as what it was said to be, or too many rows are bad. The dataset is unchanged.</summary>
public sealed class IngestionException : AiInfraException
{
    private const int Longest = 4000;

    /// <summary>Creates the exception. A message that holds too much of a file is cut.</summary>
    public IngestionException(string message, Exception? inner = null)
        : base(message is { Length: > Longest } ? message[..Longest] + "…" : message, inner)
    {
    }

    /// <summary>The reconciliation up to the stop, where a run was under way.</summary>
    public IngestionReport? Report { get; init; }
}
