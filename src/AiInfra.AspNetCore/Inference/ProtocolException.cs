namespace AiInfra.AspNetCore.Inference;

/// <summary>A request that the protocol answers with an error.</summary>
internal sealed class ProtocolException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;

    public static ProtocolException BadRequest(string message, Exception? inner = null) => new(400, message, inner);
}
