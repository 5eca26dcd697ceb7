namespace AiInfra.Learning;

/// <summary>The loop can't do what it was asked for; the message says what is missing and what to do.</summary>
public sealed class LearningException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public LearningException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public LearningException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
