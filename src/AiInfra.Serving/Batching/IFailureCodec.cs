namespace AiInfra.Serving.Batching;

/// <summary>A codec that wants to know of requests that get no result.</summary>
internal interface IFailureCodec<TRequest>
{
    /// <summary>Called once for a request that joined, or was refused, and gets an exception instead of a result.</summary>
    void Failed(TRequest request, Exception error);
}
