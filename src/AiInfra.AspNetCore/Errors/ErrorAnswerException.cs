namespace AiInfra.AspNetCore.Errors;

/// <summary>Ends a request with this status and these words.</summary>
internal sealed class ErrorAnswerException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;

    public static ErrorAnswerException BadRequest(string message, Exception? inner = null) => new(400, message, inner);
}
