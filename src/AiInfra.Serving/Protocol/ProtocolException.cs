namespace AiInfra.Serving.Protocol;

/// <summary>A request that breaks the Open Inference Protocol, or asks for a part of it that is not supported here. The message is for the client: what was expected, what came, and where.</summary>
public sealed class ProtocolException(string message, Exception? inner = null) : AiInfraException(message, inner)
{
    /// <summary>Whether the request is right and asks for what is not supported here (501 over HTTP); otherwise it is wrong (400).</summary>
    /// <value>Default false.</value>
    public bool IsUnsupported { get; init; }
}
