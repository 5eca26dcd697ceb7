namespace AiInfra.Data.Encoding;

/// <summary>Rows cannot be encoded: what was expected, what came, where, and what to do.</summary>
public sealed class EncodingException : Exception
{
    /// <summary>Creates the exception.</summary>
    public EncodingException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
