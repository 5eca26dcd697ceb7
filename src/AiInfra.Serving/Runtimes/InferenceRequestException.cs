namespace AiInfra.Serving.Runtimes;

/// <summary>A request does not fit the model. It never reached native code; the message says what was expected and what came.</summary>
public sealed class InferenceRequestException : AiInfraException
{
    /// <summary>Creates the exception with a message in words.</summary>
    public InferenceRequestException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception from what was expected and what came.</summary>
    /// <param name="where">The input or column.</param>
    /// <param name="expected">What the model takes.</param>
    /// <param name="came">What the request holds.</param>
    public InferenceRequestException(string where, string expected, string came)
        : base($"{where}: expected {expected}, came {came}.")
    {
        Where = where;
        Expected = expected;
        Came = came;
    }

    /// <summary>The input or column, where one is at fault.</summary>
    public string? Where { get; }

    /// <summary>What the model takes.</summary>
    public string? Expected { get; }

    /// <summary>What the request holds.</summary>
    public string? Came { get; }
}
