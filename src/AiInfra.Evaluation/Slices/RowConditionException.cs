namespace AiInfra.Evaluation.Slices;

/// <summary>A text is not a condition on rows, or a row's value cannot be compared as it asks.</summary>
public sealed class RowConditionException : FormatException
{
    /// <summary>Creates an exception.</summary>
    public RowConditionException()
        : this("The text is not a condition on rows.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What was expected, what came, and where.</param>
    public RowConditionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What was expected, what came, and where.</param>
    /// <param name="innerException">The cause.</param>
    public RowConditionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Where in the text, from 0; -1 where the text is right and a row is not.</summary>
    public int Position { get; init; } = -1;
}
