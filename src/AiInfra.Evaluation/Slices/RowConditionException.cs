namespace AiInfra.Evaluation.Slices;

/// <summary>A text is not a condition on rows, or a row's value cannot be compared as it asks. The message says what was expected, what came, and where.</summary>
public sealed class RowConditionException(string message, Exception? inner = null) : AiInfraException(message, inner)
{
    /// <summary>Where in the text, from 0; -1 where the text is right and a row is not.</summary>
    public int Position { get; init; } = -1;
}
