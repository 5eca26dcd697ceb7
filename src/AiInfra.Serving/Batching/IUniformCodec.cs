namespace AiInfra.Serving.Batching;

/// <summary>A codec that knows what its requests are like without looking at them.</summary>
internal interface IUniformCodec
{
    /// <summary>Whether every request is one row, and any two share a call.</summary>
    bool IsUniform { get; }
}
